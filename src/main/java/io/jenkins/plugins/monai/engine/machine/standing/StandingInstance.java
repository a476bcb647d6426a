package io.jenkins.plugins.monai.engine.machine.standing;

import io.jenkins.plugins.monai.engine.machine.launch.MetadataAccess;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The instance that is a standing machine at the moment.
 *
 * @param state {@code pending}, {@code running}, {@code stopping} or {@code stopped}
 * @param instanceProfile its ARN, or an empty string
 * @param metadataClosed whether containers on it are kept from its metadata service
 */
public record StandingInstance(
        String id,
        String type,
        String state,
        String imageId,
        String subnetId,
        List<String> securityGroups,
        String instanceProfile,
        boolean metadataClosed,
        Instant launched,
        Map<String, String> tags) {

    /** The one that was launched first is the machine, whoever looks. */
    static final Comparator<StandingInstance> OLDEST_FIRST =
            Comparator.comparing(StandingInstance::launched).thenComparing(StandingInstance::id);

    public StandingInstance {
        securityGroups = List.copyOf(securityGroups);
        tags = Map.copyOf(tags);
    }

    static StandingInstance of(Instance instance) {
        return new StandingInstance(
                instance.instanceId(),
                instance.instanceTypeAsString(),
                instance.state().nameAsString(),
                instance.imageId(),
                instance.subnetId(),
                instance.securityGroups().stream().map(GroupIdentifier::groupId).toList(),
                instance.iamInstanceProfile() == null
                        ? ""
                        : instance.iamInstanceProfile().arn(),
                MetadataAccess.isClosed(instance.metadataOptions()),
                instance.launchTime() == null ? Instant.EPOCH : instance.launchTime(),
                instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
    }

    static boolean isGoing(Instance instance) {
        InstanceStateName name = instance.state().name();
        return name == InstanceStateName.TERMINATED || name == InstanceStateName.SHUTTING_DOWN;
    }

    public boolean isRunning() {
        return state.equals("running");
    }

    public boolean isPending() {
        return state.equals("pending");
    }

    public boolean isStopped() {
        return state.equals("stopped");
    }

    /** A tag's value; an empty string when the instance has no such tag. */
    public String tag(String key) {
        return tags.getOrDefault(key, "");
    }
}
