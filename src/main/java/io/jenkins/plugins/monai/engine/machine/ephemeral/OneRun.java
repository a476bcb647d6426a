package io.jenkins.plugins.monai.engine.machine.ephemeral;

import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.ec2.Filters;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import io.jenkins.plugins.monai.engine.machine.launch.UserData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A machine for one run: reached over SSH with the run's key, and gone after its maximum lifetime at the latest. */
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
        return run.tags(expires());
    }

    @Override
    public String clientToken(int attempt) {
        return run.clientToken(attempt);
    }

    @Override
    public void complete(RunInstancesRequest.Builder request) {
        request.keyName(run.resourceName())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .userData(UserData.base64(UserData.powerOffAfter(spec.maximumMinutes(), "maximum lifetime")));
    }

    private Instant expires() {
        return clock.instant().plus(Duration.ofMinutes(spec.maximumMinutes()));
    }
}
