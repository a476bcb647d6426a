package io.jenkins.plugins.monai.engine.machine.standing;

import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import java.util.ArrayList;
import java.util.List;

/** Whether an instance is the machine that was asked for. */
record Fit(MachineSpec spec) {

    boolean is(StandingInstance instance) {
        return differences(instance).isEmpty();
    }

    /** In what an instance is not what was asked for; nothing that was left to a default is compared. */
    List<String> differences(StandingInstance instance) {
        List<String> differences = new ArrayList<>();
        if (!spec.instanceTypes().contains(instance.type())) {
            differences.add("type " + instance.type());
        }
        if (spec.ami() != null && spec.ami().startsWith("ami-") && !spec.ami().equals(instance.imageId())) {
            differences.add("image " + instance.imageId());
        }
        if (!spec.subnets().isEmpty() && !spec.subnets().contains(instance.subnetId())) {
            differences.add("subnet " + instance.subnetId());
        }
        if (spec.securityGroup() != null && !instance.securityGroups().contains(spec.securityGroup())) {
            differences.add("security groups " + String.join(", ", instance.securityGroups()));
        }
        if (!hasProfile(instance)) {
            differences.add("instance profile " + instance.instanceProfile());
        }
        String volume = instance.tag(Standing.VOLUME_TAG);
        if (!volume.equals(String.valueOf(spec.volumeGiB()))) {
            differences.add("volume of " + volume + " GiB");
        }
        return differences;
    }

    private boolean hasProfile(StandingInstance instance) {
        String wanted = spec.instanceProfile();
        return wanted.equals(instance.instanceProfile())
                || instance.instanceProfile().endsWith(":instance-profile/" + wanted)
                || instance.instanceProfile().endsWith("/" + wanted);
    }
}
