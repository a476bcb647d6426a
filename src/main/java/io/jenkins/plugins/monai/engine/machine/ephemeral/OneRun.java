package io.jenkins.plugins.monai.engine.machine.ephemeral;

import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.machine.ec2.Filters;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import io.jenkins.plugins.monai.engine.machine.lease.UserData;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** A machine for one run: reached over SSH with the run's key, and gone when its lease or its longest time is over. */
final class OneRun implements LaunchProfile {

    private final RunIdentity run;
    private final MachineSpec spec;
    private final Clock clock;

    OneRun(RunIdentity run, MachineSpec spec, Clock clock) {
        this.run = run;
        this.spec = spec;
        this.clock = clock;
    }

    @Override
    public String resourceName() {
        return run.resourceName();
    }

    @Override
    public String groupDescription() {
        return "SSH to the machine of one run of monai-deploy";
    }

    @Override
    public Filter filter() {
        return Filters.of("tag:" + RunIdentity.RUN_TAG, run.runId());
    }

    @Override
    public List<Tag> tags() {
        List<Tag> tags = new ArrayList<>(run.tags(expires()));
        tags.addAll(spec.ownTags().ec2());
        return tags;
    }

    /** What runs, and what costs money, tells until when. */
    @Override
    public TagSpecification tags(ResourceType type) {
        List<Tag> tags = new ArrayList<>(tags());
        if (type == ResourceType.INSTANCE || type == ResourceType.VOLUME) {
            tags.add(Tags.lease(clock.instant().plus(spec.lease().told())));
        }
        return TagSpecification.builder().resourceType(type).tags(tags).build();
    }

    @Override
    public String clientToken(int attempt) {
        return run.clientToken(attempt);
    }

    @Override
    public void complete(RunInstancesRequest.Builder request) {
        request.keyName(run.resourceName())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .userData(UserData.base64(UserData.lease(spec.lease(), spec.longest())));
    }

    private Instant expires() {
        return clock.instant().plus(spec.longest());
    }
}
