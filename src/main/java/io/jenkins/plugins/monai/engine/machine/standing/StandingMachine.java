package io.jenkins.plugins.monai.engine.machine.standing;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.StateSaver;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.machine.ec2.Instances;
import io.jenkins.plugins.monai.engine.machine.ec2.SecurityGroups;
import io.jenkins.plugins.monai.engine.machine.launch.LaunchCheck;
import io.jenkins.plugins.monai.engine.machine.launch.MachineLauncher;
import io.jenkins.plugins.monai.engine.machine.launch.MetadataAccess;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;

/** The one machine that carries a tag: found by it, or launched; started and stopped, and never doubled. */
public final class StandingMachine {

    private static final Duration POLL = Duration.ofSeconds(2);

    private final AwsClients aws;
    private final MachineSpec spec;
    private final MachineState state;
    private final StateSaver saver;
    private final Standing profile;
    private final Fit fit;
    private final Instances instances;
    private final SecurityGroups groups;
    private final LaunchCheck check;
    private final MachineLauncher launcher;
    private final Clock clock;

    public StandingMachine(
            AwsClients aws,
            StandingIdentity identity,
            MachineSpec spec,
            MachineState state,
            StateSaver saver,
            EngineLog log,
            Clock clock) {
        this.aws = aws;
        this.spec = spec;
        this.state = state;
        this.saver = saver;
        this.clock = clock;
        this.profile = new Standing(identity, spec, clock);
        this.fit = new Fit(spec);
        this.instances = new Instances(aws, profile);
        this.groups = new SecurityGroups(aws, profile);
        this.check = new LaunchCheck(aws, profile, spec, state, log);
        this.launcher = new MachineLauncher(aws, profile, spec, state, saver, log, clock);
    }

    /**
     * Finds out, without making anything, that the machine can be launched.
     *
     * @throws OperationException it cannot
     */
    public void check() throws OperationException, InterruptedException {
        check.check();
    }

    /**
     * The machine, whatever its state. Of several it is one that is as was asked for, and the oldest of those: while one
     * is replaced there are two.
     */
    public Optional<StandingInstance> find() throws OperationException, InterruptedException {
        return alive().stream().findFirst();
    }

    private List<StandingInstance> alive() throws OperationException, InterruptedException {
        return instances.all().stream()
                .filter(i -> !StandingInstance.isGoing(i))
                .map(StandingInstance::of)
                .sorted(Comparator.comparing((StandingInstance i) -> !fit.is(i))
                        .thenComparing(StandingInstance.OLDEST_FIRST))
                .toList();
    }

    /** All but the machine: whoever looks comes to the same choice. */
    public List<StandingInstance> others() throws OperationException, InterruptedException {
        return alive().stream().skip(1).toList();
    }

    /** In what an instance is not what was asked for; nothing that was left to a default is compared. */
    public List<String> differences(StandingInstance instance) {
        return fit.differences(instance);
    }

    /** Launches the machine, or goes on with a launch that was begun, until it runs. */
    public Advance launch() throws OperationException, InterruptedException {
        if (state.instanceId() == null) {
            profile.former(instances.all().stream()
                    .filter(i -> StandingInstance.isGoing(i) || !fit.is(StandingInstance.of(i)))
                    .map(Instance::instanceId)
                    .toList());
        }
        return launcher.advance(spec.securityGroup() != null ? spec.securityGroup() : groups.ensure(state.vpcId()));
    }

    /** Starts the machine if it is stopped; one that is neither must be asked again. */
    public void start(String instanceId) throws OperationException, InterruptedException {
        change(AwsCall.START_INSTANCES, () -> aws.ec2().startInstances(r -> r.instanceIds(instanceId)));
    }

    /** Stops the machine if it runs. */
    public void stop(String instanceId) throws OperationException, InterruptedException {
        change(AwsCall.STOP_INSTANCES, () -> aws.ec2().stopInstances(r -> r.instanceIds(instanceId)));
    }

    private static void change(AwsCall call, Runnable request) throws OperationException, InterruptedException {
        try {
            request.run();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            // It changed since it was looked at; whoever needs it looks again.
            if (!AwsErrors.code(e).equals("IncorrectInstanceState")) {
                throw AwsErrors.translate(call, e);
            }
        }
    }

    /** Writes a tag of the machine. */
    public void tag(String instanceId, String key, String value) throws OperationException, InterruptedException {
        AwsErrors.call(
                AwsCall.CREATE_TAGS,
                () -> aws.ec2().createTags(r -> r.resources(instanceId).tags(Tags.of(key, value))));
    }

    /**
     * Closes the metadata service of an instance that an earlier version launched, or somebody changed, to the containers
     * on it. The instance goes on, whatever its state.
     *
     * @return whether it was open
     */
    public boolean closeMetadata(StandingInstance instance) throws OperationException, InterruptedException {
        if (instance.metadataClosed()) {
            return false;
        }
        AwsErrors.call(
                AwsCall.MODIFY_METADATA_OPTIONS,
                () -> aws.ec2()
                        .modifyInstanceMetadataOptions(r -> r.instanceId(instance.id())
                                .httpTokens(MetadataAccess.TOKENS)
                                .httpPutResponseHopLimit(MetadataAccess.HOP_LIMIT)));
        return true;
    }

    /** Ends one instance for another to take its place. */
    public void terminate(String instanceId) throws OperationException, InterruptedException {
        saver.save();
        instances.terminate(instanceId);
    }

    /**
     * Takes away the machine and its security group.
     *
     * @param cleanup hears what became of each
     * @return done when nothing is left
     */
    public Advance remove(Cleanup cleanup) throws OperationException, InterruptedException {
        List<Instance> left = instances.alive();
        for (Instance instance : left) {
            if (!StandingInstance.isGoing(instance)) {
                instances.terminate(instance.instanceId());
            }
            cleanup.left(ResourceKind.INSTANCE, instance.instanceId(), "being terminated", clock.millis());
        }
        if (!left.isEmpty()) {
            return Advance.again(POLL, "the machine to be terminated");
        }
        cleanup.gone(ResourceKind.INSTANCE, clock.millis());
        for (String group : groups.find()) {
            if (!groups.delete(group)) {
                cleanup.left(ResourceKind.SECURITY_GROUP, group, "still in use", clock.millis());
                return Advance.again(POLL, "the security group to be free");
            }
            cleanup.removed(ResourceKind.SECURITY_GROUP, group, clock.millis());
        }
        return Advance.done();
    }
}
