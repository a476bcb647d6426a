package io.jenkins.plugins.monai.engine.machine.standing;

import io.jenkins.plugins.monai.engine.machine.ClientTokens;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.machine.ec2.Filters;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import io.jenkins.plugins.monai.engine.machine.lease.UserData;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * A machine that stays: a shutdown stops it, nobody logs in to it. Until something is installed on it that stops it when
 * it is idle, it powers itself off a while after each boot, so that a launch whose owner died does not cost money for ever.
 */
final class Standing implements LaunchProfile {

    /** The size of the root volume, which EC2 tells of no instance. */
    static final String VOLUME_TAG = "monai-deploy:volume-gib";

    private static final Duration TIME_TO_INSTALL = Duration.ofMinutes(90);

    private final StandingIdentity identity;
    private final MachineSpec spec;
    private final Clock clock;
    private List<String> former = List.of();

    Standing(StandingIdentity identity, MachineSpec spec, Clock clock) {
        this.identity = identity;
        this.spec = spec;
        this.clock = clock;
    }

    /** @param instanceIds of the machine's former selves, as far as EC2 remembers, and of the one that is replaced */
    void former(List<String> instanceIds) {
        former = instanceIds.stream().sorted().toList();
    }

    @Override
    public boolean isFormer(String instanceId) {
        return former.contains(instanceId);
    }

    @Override
    public String resourceName() {
        return identity.resourceName();
    }

    @Override
    public String groupDescription() {
        return "The inference machine of monai-deploy: nothing is let in";
    }

    @Override
    public Filter filter() {
        return Filters.of("tag:" + StandingIdentity.TAG, identity.name());
    }

    @Override
    public List<Tag> tags() {
        List<Tag> tags = new ArrayList<>(identity.tags());
        tags.add(Tags.of(VOLUME_TAG, String.valueOf(spec.volumeGiB())));
        tags.addAll(spec.ownTags().ec2());
        return tags;
    }

    /**
     * The same for two runs that launch at once. EC2 remembers the token of a terminated machine for a day, and shows
     * the machine itself for an hour: so the token changes with the machines that are seen to be gone, or to be replaced, and each hour.
     */
    @Override
    public String clientToken(int attempt) {
        return ClientTokens.of(
                identity.scope(),
                identity.name(),
                clock.instant().truncatedTo(ChronoUnit.HOURS).toString(),
                String.join(",", former),
                String.valueOf(attempt));
    }

    @Override
    public void complete(RunInstancesRequest.Builder request) {
        request.instanceInitiatedShutdownBehavior(ShutdownBehavior.STOP)
                .userData(UserData.base64(UserData.limit(TIME_TO_INSTALL)));
    }
}
