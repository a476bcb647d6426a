package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.Answered;
import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.StateSaver;
import io.jenkins.plugins.monai.engine.machine.ec2.Instances;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Gets a machine running: tries each candidate once, and finds again what an earlier process has launched. */
public final class MachineLauncher {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(3);

    /** A new instance profile, or an instance of another run, is known everywhere after some seconds. */
    private static final int MAX_RETRIES = 10;

    /**
     * The reasons of a state that another place may not have.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html">StateReason</a>
     */
    private static final Set<String> NO_ROOM_AFTER_ALL = Set.of(
            "Server.InsufficientInstanceCapacity", "Server.SpotInstanceTermination", "Server.SpotInstanceShutdown");

    /** Made by the run a moment ago; a group that the request names was checked before. */
    private static final Set<String> NOT_YET_KNOWN = Set.of("InvalidGroup.NotFound", "InvalidKeyPair.NotFound");

    private final AwsClients aws;
    private final LaunchProfile profile;
    private final Instances instances;
    private final LaunchRequests requests;
    private final LaunchPlan plan;
    private final LaunchReport report;
    private final MachineSpec spec;
    private final MachineState state;
    private final StateSaver saver;
    private final EngineLog log;
    private final Clock clock;

    public MachineLauncher(
            AwsClients aws,
            LaunchProfile profile,
            MachineSpec spec,
            MachineState state,
            StateSaver saver,
            EngineLog log,
            Clock clock) {
        this.aws = aws;
        this.profile = profile;
        this.instances = new Instances(aws, profile);
        this.requests = new LaunchRequests(profile, spec, state);
        this.plan = new LaunchPlan(spec.market(), state);
        this.report = new LaunchReport(aws, state, log);
        this.spec = spec;
        this.state = state;
        this.saver = saver;
        this.log = log;
        this.clock = clock;
    }

    public Advance advance(String securityGroup) throws OperationException, InterruptedException {
        if (state.instanceId() != null) {
            return awaitRunning();
        }
        if (state.launchWanted() || state.launches().timesTakenBack() > 0) {
            List<Instance> alive = instances.alive();
            dismiss(alive.stream().filter(this::isFormer).toList());
            Optional<Instance> found = alive.stream()
                    .filter(i -> !isFormer(i) && !profile.isFormer(i.instanceId()))
                    .findFirst();
            if (found.isPresent()) {
                note(marketOf(found.get()), found.get());
                return awaitRunning();
            }
        }
        return launch(securityGroup);
    }

    private boolean isFormer(Instance instance) {
        return state.launches().isFormer(instance.instanceId());
    }

    /** A machine that EC2 takes back has minutes left, which nobody needs. */
    private void dismiss(List<Instance> former) throws OperationException, InterruptedException {
        for (Instance instance : former) {
            if (instance.state().name() != InstanceStateName.SHUTTING_DOWN) {
                instances.terminate(instance.instanceId());
            }
        }
    }

    private Advance launch(String securityGroup) throws OperationException, InterruptedException {
        Optional<LaunchCandidate> next = plan.next();
        if (next.isEmpty()) {
            throw report.nothingLeft(plan.quotaInTheWay());
        }
        LaunchCandidate candidate = next.get();
        announce();
        try {
            RunInstancesRequest request = requests.request(candidate, securityGroup);
            note(
                    candidate.market(),
                    LaunchRequests.launched(Answered.call(() -> aws.ec2().runInstances(request))));
            return Advance.again(POLL, "the machine to run");
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            return refused(candidate, e);
        }
    }

    private static Market marketOf(Instance instance) {
        return instance.instanceLifecycle() == InstanceLifecycleType.SPOT ? Market.SPOT : Market.ON_DEMAND;
    }

    /** Told before it is saved: who finds the machine after a crash tells the same. */
    private void note(Market market, Instance launched) throws OperationException {
        String type = launched.instanceTypeAsString();
        state.launched(launched.instanceId(), type, clock.millis());
        state.launches().launched(market, type, launched.subnetId(), launched.instanceId(), clock.millis());
        log.line("Launched " + launched.instanceId() + " (" + new LaunchCandidate(market, type, launched.subnetId())
                + ", image " + state.imageId() + ")");
        report.table();
        saver.save();
    }

    /** Past this the machine may exist, and a clean-up looks for it for a while. */
    private void announce() throws OperationException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the launch");
        }
        boolean wantedBefore = state.launchWanted();
        state.wantLaunch(clock.millis());
        try {
            saver.save();
        } catch (OperationException e) {
            if (!wantedBefore) {
                state.notLaunched();
            }
            throw e;
        }
    }

    private Advance refused(LaunchCandidate candidate, SdkException e) throws OperationException, InterruptedException {
        if (AwsErrors.code(e).equals("IdempotentParameterMismatch") && state.retries() < MAX_RETRIES) {
            // The token was used before, by a request that differs in a tag: its machine turns up by its tag.
            state.retried();
            return Advance.again(POLL, "the machine that was launched already");
        }
        if (AwsErrors.isDoubtful(e)) {
            state.wantLaunch(clock.millis());
        } else {
            state.notLaunched();
        }
        if (isProfileNotYetKnown(e) && state.retries() < MAX_RETRIES) {
            state.retried();
            return Advance.again(KNOWN_EVERYWHERE, "the instance profile to be known");
        }
        if (!AwsErrors.isCapacity(e) && !AwsErrors.isQuota(e)) {
            OperationException failure = AwsErrors.translate(AwsCall.RUN_INSTANCES, e);
            throw NOT_YET_KNOWN.contains(AwsErrors.code(e)) ? failure.passing() : failure;
        }
        Outcome outcome = AwsErrors.isQuota(e) ? Outcome.QUOTA : Outcome.NO_CAPACITY;
        String code = AwsErrors.code(e);
        state.launches().refused(candidate.market(), candidate.instanceType(), candidate.subnetId(), outcome, code);
        state.nextAttempt();
        report.refused(candidate, outcome, code);
        saver.save();
        return Advance.again(Duration.ZERO, "the next candidate");
    }

    private static boolean isProfileNotYetKnown(SdkException e) {
        return AwsErrors.code(e).equals("InvalidParameterValue")
                && String.valueOf(e.getMessage()).contains("Invalid IAM Instance Profile");
    }

    private Advance awaitRunning() throws OperationException, InterruptedException {
        Optional<Instance> described = instances.describe(state.instanceId());
        InstanceStateName name = described.map(i -> i.state().name()).orElse(InstanceStateName.PENDING);
        if (name == InstanceStateName.PENDING) {
            return Advance.again(POLL, "the machine to run");
        }
        Instance instance = described.orElseThrow();
        if (name != InstanceStateName.RUNNING) {
            return ended(instance, name);
        }
        report.spotPrice(instance);
        state.host(address(instance));
        saver.save();
        return Advance.done();
    }

    /** EC2 finds out only after its answer that there is no room, or takes a spot machine back as it boots. */
    private Advance ended(Instance instance, InstanceStateName name) throws OperationException {
        String why = instance.stateReason() == null
                ? ""
                : String.valueOf(instance.stateReason().code());
        if (NO_ROOM_AFTER_ALL.contains(why)) {
            log.line("No " + instance.instanceTypeAsString() + " in " + instance.subnetId() + " after all: " + why);
            state.lost(Outcome.NO_CAPACITY, why, clock.millis());
            saver.save();
            return Advance.again(Duration.ZERO, "the next candidate");
        }
        throw new OperationException(
                "The machine " + state.instanceId() + " went to " + name + " instead of running (" + reason(instance)
                        + ")",
                "Check the image, the volume size against the image's, and the KMS key of encrypted volumes");
    }

    private String address(Instance instance) {
        if (spec.privateAddress()) {
            return instance.privateIpAddress();
        }
        if (instance.publicIpAddress() != null) {
            return instance.publicIpAddress();
        }
        log.line("The machine has no public address; it is reached by its private one");
        return instance.privateIpAddress();
    }

    private static String reason(Instance instance) {
        return instance.stateReason() == null || instance.stateReason().message() == null
                ? "no reason given"
                : instance.stateReason().message();
    }
}
