package io.jenkins.plugins.monai.engine.machine.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What a machine is launched for: whose it is, by what it is found again, and how it ends. */
public interface LaunchProfile {

    /** The name of whatever belongs to the machine and has a name. */
    String resourceName();

    /** What tells a security group's purpose to people. */
    String groupDescription();

    /** Finds what belongs to this machine and nothing else. */
    Filter filter();

    /** The tags of all that belongs to the machine. */
    List<Tag> tags();

    /**
     * The token under which RunInstances is idempotent: at most 64 ASCII characters, the same for the same attempt.
     *
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">Ensuring idempotency</a>
     */
    String clientToken(int attempt);

    /** Sets how the machine is logged in to, what it does at its first boot and what a shutdown means. */
    void complete(RunInstancesRequest.Builder request);

    default TagSpecification tags(ResourceType type) {
        return TagSpecification.builder().resourceType(type).tags(tags()).build();
    }

    /** Whether an instance that is found by the filter is none that was launched for this one. */
    default boolean isFormer(String instanceId) {
        return false;
    }
}
