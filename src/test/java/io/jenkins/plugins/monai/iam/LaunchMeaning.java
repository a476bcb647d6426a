package io.jenkins.plugins.monai.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What EC2 asks of the policies for a launch: a question for each resource that is used or made. */
final class LaunchMeaning {

    private static final String ACTION = "ec2:RunInstances";

    private final CallMeaning meaning;

    LaunchMeaning(CallMeaning meaning) {
        this.meaning = meaning;
    }

    List<Authorization> of(SdkRequest request) {
        RunInstancesRequest launch = (RunInstancesRequest) request;
        List<Authorization> all = new ArrayList<>();
        // The laboratory's images stand for those of Amazon.
        all.add(Authorization.of(ACTION, meaning.ec2("image", launch.imageId())).with("ec2:Owner", "amazon"));
        use(all, "subnet", launch.subnetId());
        List<String> groups = launch.hasSecurityGroupIds() ? launch.securityGroupIds() : List.of("sg-default");
        groups.forEach(group -> use(all, "security-group", group));
        if (launch.keyName() != null) {
            use(all, "key-pair", launch.keyName());
        }
        make(
                all,
                launch,
                ResourceType.INSTANCE,
                Map.of(
                        "ec2:InstanceType", launch.instanceTypeAsString(),
                        "ec2:MetadataHttpTokens", launch.metadataOptions().httpTokensAsString(),
                        "ec2:MetadataHttpPutResponseHopLimit",
                                String.valueOf(launch.metadataOptions().httpPutResponseHopLimit())));
        boolean encrypted = launch.blockDeviceMappings().stream()
                .allMatch(device -> Boolean.TRUE.equals(device.ebs().encrypted()));
        make(all, launch, ResourceType.VOLUME, Map.of("ec2:Encrypted", String.valueOf(encrypted)));
        make(all, launch, ResourceType.NETWORK_INTERFACE, Map.of());
        if (launch.instanceMarketOptions() != null) {
            make(all, launch, ResourceType.SPOT_INSTANCES_REQUEST, Map.of());
        }
        IamInstanceProfileSpecification profile = launch.iamInstanceProfile();
        if (profile != null) {
            String role =
                    profile.name() != null ? profile.name() : profile.arn().replaceFirst(".*/", "");
            all.add(meaning.passing(role, "ec2.amazonaws.com"));
        }
        return all;
    }

    private void use(List<Authorization> all, String type, String id) {
        all.add(Authorization.of(ACTION, meaning.ec2(type, id)));
    }

    private void make(
            List<Authorization> all, RunInstancesRequest launch, ResourceType type, Map<String, String> properties) {
        List<TagSpecification> tags = launch.tagSpecifications().stream()
                .filter(s -> s.resourceType() == type)
                .toList();
        meaning.making("RunInstances", meaning.ec2(type.toString(), "new"), tags)
                .forEach(a -> all.add(a.action().equals(ACTION) ? a.with(properties) : a));
    }
}
