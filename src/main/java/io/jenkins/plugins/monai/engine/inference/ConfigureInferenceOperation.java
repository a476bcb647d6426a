package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Installs inference: from then on each upload to the bucket's input prefix is inferred. Everything is found by its name
 * or tag first and made or changed only where it differs, so the same request again changes nothing. One thread at a
 * time.
 */
public final class ConfigureInferenceOperation {

    private static final List<Phase<InferenceContext>> PHASES = List.of(
            new PreflightPhase(),
            new MachinePhase(),
            new WaitSsmPhase(),
            new InstallPhase(),
            new PullPhase(),
            new FunctionPhase(),
            new PermissionPhase(),
            new NotificationPhase(),
            new SchedulePhase(),
            new SmokeTestPhase(),
            new StopPhase());

    private final InferenceContext context;
    private final OperationRunner<InferenceContext> runner;
    private final MachineCost cost;
    private volatile OperationSnapshot snapshot;

    /**
     * @param state a new one, or that of a run that another process began
     * @param aws not closed by the operation
     * @param source where the study of the smoke test is; null where none is asked for
     * @param proxy of the way to the registry
     */
    public ConfigureInferenceOperation(
            InferenceRequest request,
            RunIdentity identity,
            InferenceState state,
            StateStore<InferenceState> store,
            AwsClients aws,
            SourceTree source,
            EngineLog log,
            Clock clock,
            ProxySelector proxy) {
        this.context = new InferenceContext(request, identity, state, store, aws, source, log, clock, proxy);
        this.runner = new OperationRunner<>(
                PHASES, context, state, store, log, clock, Duration.ofMinutes(request.maximumMinutes()));
        this.cost = new MachineCost(
                request.priceOverrides(), request.region(), request.machine(), request.maximumMinutes());
        this.snapshot = snapshot(null);
        runner.watchedBy(waitingFor -> snapshot = snapshot(waitingFor));
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return PHASES.stream().map(Phase::name).toList();
    }

    /** Does the next short piece of work: see {@link OperationRunner#advance}. */
    public Advance advance() throws OperationException {
        return runner.advance();
    }

    /** Ends the operation; what was installed so far stays, and the next run goes on with it. */
    public void abort(String reason) {
        runner.abort(reason);
    }

    /** Advances to the end: see {@link OperationRunner#run}. */
    public InferenceResult run(OperationRunner.Pause pause) throws OperationException {
        runner.run(pause);
        return result();
    }

    /** @throws IllegalStateException the operation has not ended well */
    public InferenceResult result() {
        InferenceState state = context.state();
        if (!state.isFinished() || state.failure().isPresent()) {
            throw new IllegalStateException("The operation has not ended well");
        }
        return new InferenceResult(context.request(), state);
    }

    /** How far the operation has come. May be asked by any thread at any time. */
    public OperationSnapshot snapshot() {
        return snapshot;
    }

    private OperationSnapshot snapshot(String waitingFor) {
        InferenceRequest request = context.request();
        InferenceState state = context.state();
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, phaseNames(), request.region())
                .accountId(state.account() == null ? null : state.account().id())
                .waitingFor(waitingFor)
                .changes(state.changes());
        // The machine stays: what is counted is what it cost during the operation, if it was launched by it.
        if (state.machine().launchMillis() != 0) {
            builder.cost(cost.of(state.machine(), state.endMillis()).orElse(null));
        }
        if (state.isFinished() && state.failure().isEmpty()) {
            return builder.outputs(result().toMap()).build();
        }
        if (state.functionVersion() != null) {
            builder.output("functionArn", state.account().functionArn(request.functionName()))
                    .output("functionVersion", state.functionVersion());
        }
        return builder.output("imageUri", state.image())
                .output("imageDigest", state.imageDigest())
                .output("instanceId", state.instanceId())
                .output("region", request.region())
                .output("bucket", request.bucket())
                .build();
    }
}
