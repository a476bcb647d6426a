package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Writes RunInstances requests: everything about the machine is in this one call, nothing is attached afterwards. */
final class LaunchRequests {

    private final LaunchProfile profile;
    private final MachineSpec spec;
    private final MachineState state;

    LaunchRequests(LaunchProfile profile, MachineSpec spec, MachineState state) {
        this.profile = profile;
        this.spec = spec;
        this.state = state;
    }

    RunInstancesRequest request(LaunchCandidate candidate, String securityGroup) {
        Gp3 volume = state.volume(candidate.instanceType());
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .minCount(1)
                .maxCount(1)
                .clientToken(profile.clientToken(state.attempt()))
                .imageId(state.imageId())
                .instanceType(candidate.instanceType())
                .subnetId(candidate.subnetId())
                .metadataOptions(m -> m.httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(MetadataAccess.TOKENS)
                        .httpPutResponseHopLimit(MetadataAccess.HOP_LIMIT))
                .blockDeviceMappings(BlockDeviceMapping.builder()
                        .deviceName(state.rootDevice())
                        .ebs(e -> e.volumeType(VolumeType.GP3)
                                .volumeSize(spec.volumeGiB())
                                .throughput(volume.mibPerSecond())
                                .iops(volume.iops())
                                .encrypted(true)
                                .deleteOnTermination(true))
                        .build())
                .tagSpecifications(tags(candidate.market()));
        if (candidate.market() == Market.SPOT) {
            request.instanceMarketOptions(spot());
        }
        profile.complete(request);
        if (securityGroup != null) {
            request.securityGroupIds(securityGroup);
        }
        if (spec.instanceProfile() != null) {
            request.iamInstanceProfile(instanceProfile(spec.instanceProfile()));
        }
        return request.build();
    }

    private List<TagSpecification> tags(Market market) {
        Stream<ResourceType> plain =
                Stream.of(ResourceType.INSTANCE, ResourceType.VOLUME, ResourceType.NETWORK_INTERFACE);
        Stream<ResourceType> all =
                market == Market.SPOT ? Stream.concat(plain, Stream.of(ResourceType.SPOT_INSTANCES_REQUEST)) : plain;
        return all.map(profile::tags).toList();
    }

    /** A request for one machine that is over with it, whatever ends it. */
    private InstanceMarketOptionsRequest spot() {
        return InstanceMarketOptionsRequest.builder()
                .marketType(MarketType.SPOT)
                .spotOptions(o -> o.spotInstanceType(SpotInstanceType.ONE_TIME)
                        .instanceInterruptionBehavior(InstanceInterruptionBehavior.TERMINATE)
                        .maxPrice(spec.maximumPrice()
                                .map(BigDecimal::toPlainString)
                                .orElse(null)))
                .build();
    }

    /** @throws SdkClientException the answer is none: whether there is a machine is not known */
    static Instance launched(RunInstancesResponse answer) {
        return answer.instances().stream()
                .findFirst()
                .orElseThrow(() -> SdkClientException.create("the answer names no machine"));
    }

    private static IamInstanceProfileSpecification instanceProfile(String nameOrArn) {
        IamInstanceProfileSpecification.Builder profile = IamInstanceProfileSpecification.builder();
        return (nameOrArn.startsWith("arn:") ? profile.arn(nameOrArn) : profile.name(nameOrArn)).build();
    }
}
