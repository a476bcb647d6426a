package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.EbsInfo;
import software.amazon.awssdk.services.ec2.model.EbsOptimizedInfo;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/** Looks instance types up. */
final class InstanceTypes {

    private final AwsClients aws;

    InstanceTypes(AwsClients aws) {
        this.aws = aws;
    }

    /** @throws OperationException a type is unknown in the region; the message names it */
    List<InstanceType> describe(List<String> names) throws OperationException, InterruptedException {
        List<InstanceType> types = new ArrayList<>();
        for (String name : names) {
            // One call a type: EC2 answers a list with one unknown name by an error that may not name it.
            types.add(describe(name));
        }
        return types;
    }

    private InstanceType describe(String name) throws OperationException, InterruptedException {
        List<InstanceTypeInfo> found;
        try {
            found = aws.ec2()
                    .describeInstanceTypes(r -> r.instanceTypesWithStrings(name))
                    .instanceTypes();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (AwsErrors.code(e).equals("InvalidInstanceType")) {
                throw unknown(name);
            }
            throw AwsErrors.translate(AwsCall.DESCRIBE_INSTANCE_TYPES, e);
        }
        return found.stream()
                .filter(t -> name.equals(t.instanceTypeAsString()))
                .findFirst()
                .map(InstanceTypes::convert)
                .orElseThrow(() -> unknown(name));
    }

    private OperationException unknown(String name) {
        return new OperationException(
                "The region " + aws.region() + " has no instance type '" + name + "'",
                "Check instanceTypes, or choose another region");
    }

    private static double ebsMegabytesPerSecond(InstanceTypeInfo info) {
        return Optional.ofNullable(info.ebsInfo())
                .map(EbsInfo::ebsOptimizedInfo)
                .map(EbsOptimizedInfo::maximumThroughputInMBps)
                .orElse(0.0);
    }

    private static InstanceType convert(InstanceTypeInfo info) {
        List<String> architectures = info.processorInfo() == null
                ? List.of()
                : info.processorInfo().supportedArchitectures().stream()
                        .map(ArchitectureType::toString)
                        .toList();
        int gpus = info.gpuInfo() == null
                ? 0
                : info.gpuInfo().gpus().stream()
                        .map(GpuDeviceInfo::count)
                        .mapToInt(c -> c == null ? 0 : c)
                        .sum();
        int vcpus = info.vCpuInfo() == null || info.vCpuInfo().defaultVCpus() == null
                ? 0
                : info.vCpuInfo().defaultVCpus();
        return new InstanceType(info.instanceTypeAsString(), vcpus, architectures, gpus, ebsMegabytesPerSecond(info));
    }
}
