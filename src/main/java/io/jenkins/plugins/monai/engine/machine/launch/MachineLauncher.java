package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
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
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Gets a machine running: tries each candidate once, and finds again what an earlier process has launched. */
public final class MachineLauncher {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(3);

    /** A new instance profile, or an instance of another run, is known everywhere after some seconds. */
    private static final int MAX_RETRIES = 10;

    private final AwsClients aws;
    private final Instances instances;
    private final LaunchRequests requests;
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
        this.instances = new Instances(aws, profile);
        this.requests = new LaunchRequests(profile, spec, state);
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
        if (state.launchWanted()) {
            List<Instance> launched = instances.alive();
            if (!launched.isEmpty()) {
                Instance found = launched.get(0);
                state.launched(found.instanceId(), found.instanceTypeAsString(), clock.millis());
                return awaitRunning();
            }
        }
        return launch(securityGroup);
    }

    private Advance launch(String securityGroup) throws OperationException, InterruptedException {
        List<LaunchCandidate> candidates = LaunchCandidate.all(state);
        if (state.attempt() >= candidates.size()) {
            throw nothingLeft();
        }
        LaunchCandidate candidate = candidates.get(state.attempt());
        announce();
        try {
            Instance launched = aws.ec2()
                    .runInstances(requests.request(candidate, securityGroup))
                    .instances()
                    .get(0);
            state.launched(launched.instanceId(), launched.instanceTypeAsString(), clock.millis());
            saver.save();
            log.line("Launched " + launched.instanceId() + " (" + candidate + ", image " + state.imageId() + ")");
            return Advance.again(POLL, "the machine to run");
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            return refused(candidate, e);
        }
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

    private Advance refused(LaunchCandidate candidate, SdkException e) throws OperationException {
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
            throw AwsErrors.translate(AwsCall.RUN_INSTANCES, e);
        }
        log.line("No " + candidate + ": " + AwsErrors.code(e));
        state.refused(candidate.toString(), AwsErrors.code(e));
        saver.save();
        return Advance.again(Duration.ZERO, "the next candidate");
    }

    private static boolean isProfileNotYetKnown(SdkException e) {
        return AwsErrors.code(e).equals("InvalidParameterValue")
                && String.valueOf(e.getMessage()).contains("Invalid IAM Instance Profile");
    }

    private OperationException nothingLeft() {
        String refusals = state.refusals().entrySet().stream()
                .map(r -> r.getKey() + ": " + r.getValue())
                .sorted()
                .collect(Collectors.joining("; "));
        boolean quota = state.refusals().values().stream().anyMatch(c -> c.contains("Limit"));
        String remedy = quota
                ? "Raise the quota in the Service Quotas console ("
                        + Ec2Quota.STANDARD.link(aws.region()).replaceAll("/quotas/.*", "/quotas")
                        + "), or name other instanceTypes"
                : "Name more instanceTypes or subnets in other availability zones, or try again later";
        return new OperationException("AWS gave none of the machines asked for (" + refusals + ")", remedy);
    }

    private Advance awaitRunning() throws OperationException, InterruptedException {
        Optional<Instance> described = instances.describe(state.instanceId());
        InstanceStateName name = described.map(i -> i.state().name()).orElse(InstanceStateName.PENDING);
        if (name == InstanceStateName.PENDING) {
            return Advance.again(POLL, "the machine to run");
        }
        Instance instance = described.orElseThrow();
        if (name != InstanceStateName.RUNNING) {
            throw new OperationException(
                    "The machine " + state.instanceId() + " went to " + name + " instead of running ("
                            + reason(instance) + ")",
                    "Check the image, the volume size against the image's, and the KMS key of encrypted volumes");
        }
        state.host(address(instance));
        saver.save();
        return Advance.done();
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
