package io.jenkins.plugins.monai.engine.machine.ephemeral;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StateSaver;
import io.jenkins.plugins.monai.engine.machine.ec2.Instances;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import io.jenkins.plugins.monai.engine.machine.ec2.SecurityGroups;
import io.jenkins.plugins.monai.engine.machine.launch.LaunchCheck;
import io.jenkins.plugins.monai.engine.machine.launch.MachineLauncher;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.StateReason;

/** One run's machine, from the checks before its launch to the removal of all that belonged to it. */
public final class Machine {

    /**
     * Of machines that EC2 takes back.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html">StateReason</a>
     */
    private static final Set<String> SPOT_REASONS =
            Set.of("Server.SpotInstanceTermination", "Server.SpotInstanceShutdown");

    private final AwsClients aws;
    private final MachineSpec spec;
    private final MachineState state;
    private final StateSaver saver;
    private final EngineLog log;
    private final Clock clock;
    private final LaunchProfile profile;
    private final Instances instances;
    private final KeyPairs keyPairs;
    private final SecurityGroups groups;
    private final LaunchCheck check;
    private final MachineLauncher launcher;
    private final MachineRemoval removal;

    public Machine(
            AwsClients aws,
            RunIdentity run,
            MachineSpec spec,
            MachineState state,
            StateSaver saver,
            EngineLog log,
            Clock clock) {
        this.aws = aws;
        this.spec = spec;
        this.state = state;
        this.saver = saver;
        this.log = log;
        this.clock = clock;
        this.profile = new OneRun(run, spec, clock);
        this.instances = new Instances(aws, profile);
        this.keyPairs = new KeyPairs(aws, run);
        this.groups = new SecurityGroups(aws, profile);
        this.check = new LaunchCheck(aws, profile, spec, state, log);
        this.launcher = new MachineLauncher(aws, profile, spec, state, saver, log, clock);
        this.removal = new MachineRemoval(run.resourceName(), instances, keyPairs, groups, state, clock);
    }

    /**
     * Finds out, without making anything, that the machine can be launched: image, network, instance types, quotas, and
     * the permission to launch.
     *
     * @throws OperationException it cannot
     */
    public void check() throws OperationException, InterruptedException {
        check.check();
    }

    /** Makes the run's public key known to EC2. */
    public void importKey(String publicKey) throws OperationException, InterruptedException {
        state.wantKey();
        saver.save();
        keyPairs.importKey(publicKey, profile.tags(ResourceType.KEY_PAIR));
    }

    /**
     * Launches the machine, or goes on with the one launched before, until it runs and has an address.
     *
     * @param sshCidr the one address to let in where no security group was given
     */
    public Advance launch(String sshCidr) throws OperationException, InterruptedException {
        return launcher.advance(spec.securityGroup() != null ? spec.securityGroup() : temporaryGroup(sshCidr));
    }

    private String temporaryGroup(String sshCidr) throws OperationException, InterruptedException {
        if (state.temporaryGroupId() == null) {
            state.wantGroup();
            saver.save();
            String group = groups.ensure(state.vpcId());
            groups.openSsh(group, sshCidr);
            state.temporaryGroup(group);
            log.line("Security group " + group + " lets in " + sshCidr + " alone");
            saver.save();
        }
        return state.temporaryGroupId();
    }

    /** What the machine printed on its console so far; empty while EC2 has nothing. */
    public Optional<String> consoleOutput() throws OperationException, InterruptedException {
        return Optional.ofNullable(AwsErrors.call(
                        AwsCall.GET_CONSOLE_OUTPUT,
                        () -> aws.ec2()
                                .getConsoleOutput(
                                        r -> r.instanceId(state.instanceId()).latest(true))))
                .map(response -> response.output())
                .map(MachineConsole::decode);
    }

    /**
     * Whether the machine, which ran before, still runs; for a connection that broke.
     *
     * @throws MachineTakenBackException EC2 has taken it back
     */
    public boolean isAlive() throws OperationException, InterruptedException {
        Optional<Instance> instance = instances.describe(state.instanceId());
        Optional<String> reason = instance.map(Instance::stateReason).map(StateReason::code);
        if (reason.filter(SPOT_REASONS::contains).isPresent()) {
            throw new MachineTakenBackException(state.instanceId(), reason.get());
        }
        return instance.map(i -> i.state().name())
                .filter(name -> name == InstanceStateName.RUNNING || name == InstanceStateName.PENDING)
                .isPresent();
    }

    /** Whether EC2 may take the machine back. */
    public boolean isSpot() {
        return state.launches().marketOf(state.instanceId()) == Market.SPOT;
    }

    /**
     * Gives the machine up, in the state alone: the next launch terminates it and takes another candidate.
     *
     * @throws MachineTakenBackException the run has started over as often as it may
     */
    public void giveUp(MachineTakenBackException takenBack) throws MachineTakenBackException {
        int before = state.launches().timesTakenBack();
        if (before >= spec.spotRestarts()) {
            throw takenBack;
        }
        log.line(takenBack.problem() + "; the run starts over on another machine, " + (before + 1) + " of at most "
                + spec.spotRestarts() + " times");
        state.lost(Outcome.TAKEN_BACK, takenBack.reason(), clock.millis());
    }

    /**
     * Takes away the machine and all that belongs to it, found by its tags and names and not only by what was noted.
     *
     * @param cleanup hears what became of each
     * @return done when nothing of the run is left
     */
    public Advance remove(Cleanup cleanup) throws OperationException, InterruptedException {
        return removal.advance(cleanup);
    }
}
