package io.jenkins.plugins.monai.engine.machine;

import java.time.Instant;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Writes RunInstances requests: everything about the machine is in this one call, nothing is attached afterwards. */
final class LaunchRequests {

    /** A container on the machine is one network hop further away from the metadata service. */
    private static final int METADATA_HOP_LIMIT = 2;

    private final RunIdentity run;
    private final MachineSpec spec;
    private final MachineState state;

    LaunchRequests(RunIdentity run, MachineSpec spec, MachineState state) {
        this.run = run;
        this.spec = spec;
        this.state = state;
    }

    RunInstancesRequest request(LaunchCandidate candidate, String securityGroup, Instant expires) {
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .minCount(1)
                .maxCount(1)
                .clientToken(run.clientToken(state.attempt()))
                .imageId(state.imageId())
                .instanceType(candidate.instanceType())
                .subnetId(candidate.subnetId())
                .keyName(run.resourceName())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .userData(UserData.base64(UserData.powerOffAfter(spec.maximumMinutes())))
                .metadataOptions(m -> m.httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(HttpTokensState.REQUIRED)
                        .httpPutResponseHopLimit(METADATA_HOP_LIMIT))
                .blockDeviceMappings(BlockDeviceMapping.builder().deviceName(state.rootDevice())
                        .ebs(e -> e.volumeType(VolumeType.GP3)
                                .volumeSize(spec.volumeGiB())
                                .encrypted(true)
                                .deleteOnTermination(true)).build())
                .tagSpecifications(run.tags(ResourceType.INSTANCE, expires), run.tags(ResourceType.VOLUME, expires));
        if (securityGroup != null) {
            request.securityGroupIds(securityGroup);
        }
        if (spec.instanceProfile() != null) {
            request.iamInstanceProfile(profile(spec.instanceProfile()));
        }
        return request.build();
    }

    private static IamInstanceProfileSpecification profile(String nameOrArn) {
        IamInstanceProfileSpecification.Builder profile = IamInstanceProfileSpecification.builder();
        return (nameOrArn.startsWith("arn:") ? profile.arn(nameOrArn) : profile.name(nameOrArn)).build();
    }
}
