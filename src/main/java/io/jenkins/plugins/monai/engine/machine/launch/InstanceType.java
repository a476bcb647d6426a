package io.jenkins.plugins.monai.engine.machine.launch;

import java.util.List;

/**
 * What EC2 says of an instance type.
 *
 * @param vcpus default number of vCPUs, which is what quotas count
 * @param architectures {@code x86_64}, {@code arm64}
 * @param gpus number of GPUs
 * @param ebsMegabytesPerSecond what it can read from and write to EBS at most; 0 where EC2 does not tell
 */
record InstanceType(String name, int vcpus, List<String> architectures, int gpus, double ebsMegabytesPerSecond) {

    /** The letters that begin the name: {@code g} of {@code g4dn.xlarge}. */
    String family() {
        return name.replaceAll("[0-9.-].*$", "");
    }
}
