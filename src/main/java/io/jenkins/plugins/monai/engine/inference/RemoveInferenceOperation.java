package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Takes away all that {@link ConfigureInferenceOperation} has installed, and nothing else. One thread at a time. */
public final class RemoveInferenceOperation {

    private static final List<Phase<RemoveInferenceContext>> PHASES = RemovalPhases.all();
    private static final Duration MAXIMUM = Duration.ofMinutes(30);

    private final RemoveInferenceContext context;
    private final OperationRunner<RemoveInferenceContext> runner;
    private volatile OperationSnapshot snapshot;

    /**
     * @param state a new one, or that of a run that another process began
     * @param aws not closed by the operation
     */
    public RemoveInferenceOperation(
            RemoveInferenceRequest request,
            RunIdentity identity,
            RemoveInferenceState state,
            StateStore<RemoveInferenceState> store,
            AwsClients aws,
            EngineLog log,
            Clock clock) {
        this.context = new RemoveInferenceContext(request, identity, state, aws, log, clock);
        this.runner = new OperationRunner<>(PHASES, context, state, store, log, clock, MAXIMUM);
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

    /** Ends the operation; what is left stays, and the next run goes on with it. */
    public void abort(String reason) {
        runner.abort(reason);
    }

    /** Advances to the end: see {@link OperationRunner#run}. */
    public RemoveInferenceResult run(OperationRunner.Pause pause) throws OperationException {
        runner.run(pause);
        return result();
    }

    /** @throws IllegalStateException the operation has not ended well */
    public RemoveInferenceResult result() {
        if (!context.state().isFinished() || context.state().failure().isPresent()) {
            throw new IllegalStateException("The operation has not ended well");
        }
        return new RemoveInferenceResult(context.request(), context.state());
    }

    /** How far the operation has come. May be asked by any thread at any time. */
    public OperationSnapshot snapshot() {
        return snapshot;
    }

    private OperationSnapshot snapshot(String waitingFor) {
        RemoveInferenceRequest request = context.request();
        RemoveInferenceState state = context.state();
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, phaseNames(), request.region())
                .accountId(state.account() == null ? null : state.account().id())
                .waitingFor(waitingFor);
        if (state.isFinished() && state.failure().isEmpty()) {
            return builder.outputs(result().toMap()).build();
        }
        return builder.output("region", request.region())
                .output("bucket", request.bucket())
                .output("functionName", request.functionName())
                .build();
    }
}
