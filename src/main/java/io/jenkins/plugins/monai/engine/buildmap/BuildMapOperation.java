package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.MachineState;
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
 * Builds a MAP: from the application in the workspace to a verified image in ECR, on a machine launched for it. Whatever
 * happens, CLEANUP runs last. One thread at a time.
 */
public final class BuildMapOperation implements AutoCloseable {

    private static final List<Phase<BuildMapContext>> PHASES = List.of(
            new PreflightPhase(),
            new KeyPhase(),
            new LaunchPhase(),
            new WaitSshPhase(),
            new UploadPhase(),
            new PackagePhase(),
            new RepositoryPhase(),
            new PushPhase(),
            new VerifyPhase(),
            new CleanupPhase());

    private final BuildMapContext context;
    private final OperationRunner<BuildMapContext> runner;
    private final MachineCost cost;
    private volatile OperationSnapshot snapshot;

    /**
     * @param state a new one, or that of a run that another process began
     * @param aws not closed by the operation
     * @param proxy of the way to the registry and to AWS's address service
     */
    public BuildMapOperation(
            BuildMapRequest request,
            RunIdentity identity,
            BuildMapState state,
            StateStore<BuildMapState> store,
            AwsClients aws,
            SourceTree source,
            EngineLog log,
            Clock clock,
            ProxySelector proxy) {
        this.context = new BuildMapContext(request, identity, state, store, aws, source, log, clock, proxy);
        this.runner = new OperationRunner<>(
                PHASES,
                context,
                state,
                store,
                log,
                clock,
                Duration.ofMinutes(request.machine().maximumMinutes()));
        this.cost = new MachineCost(
                request.priceOverrides(),
                request.region(),
                request.machine(),
                request.machine().maximumMinutes());
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

    /** Goes straight to the clean-up. */
    public void abort(String reason) {
        runner.abort(reason);
    }

    /** Advances to the end: see {@link OperationRunner#run}. */
    public BuildMapResult run(OperationRunner.Pause pause) throws OperationException {
        runner.run(pause);
        return result();
    }

    /** @throws IllegalStateException the operation has not ended well */
    public BuildMapResult result() {
        BuildMapState state = context.state();
        if (!state.isFinished() || state.failure().isPresent()) {
            throw new IllegalStateException("The operation has not ended well");
        }
        BuildMapRequest request = context.request();
        MachineState machine = state.machine();
        long end = machine.endMillis();
        return new BuildMapResult(
                state.repositoryUri() + ":" + request.effectiveTags().get(0),
                state.imageDigest(),
                state.verification().getSubject().getSizeBytes(),
                machine.instanceId(),
                machine.instanceType(),
                request.region(),
                state.getPhases(),
                state.verification(),
                cost.of(machine, end).map(estimate -> estimate.usdAt(end)).orElse(null));
    }

    /** How far the operation has come. May be asked by any thread at any time. */
    public OperationSnapshot snapshot() {
        return snapshot;
    }

    private OperationSnapshot snapshot(String waitingFor) {
        BuildMapRequest request = context.request();
        BuildMapState state = context.state();
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, phaseNames(), request.region())
                .accountId(state.accountId())
                .waitingFor(waitingFor)
                .verification(state.verification())
                .cost(cost.of(state.machine(), state.endMillis()).orElse(null));
        if (state.isFinished() && state.failure().isEmpty()) {
            return builder.outputs(result().toMap()).build();
        }
        if (state.imageDigest() != null) {
            builder.output(
                            "imageUri",
                            state.repositoryUri() + ":"
                                    + request.effectiveTags().get(0))
                    .output("imageDigest", state.imageDigest());
        }
        return builder.output("instanceId", state.machine().instanceId())
                .output("instanceType", state.machine().instanceType())
                .output("region", request.region())
                .build();
    }

    @Override
    public void close() {
        context.close();
    }
}
