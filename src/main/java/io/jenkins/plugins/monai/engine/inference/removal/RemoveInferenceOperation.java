package io.jenkins.plugins.monai.engine.inference.removal;

import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceContext;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceResult;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceState;
import io.jenkins.plugins.monai.engine.inference.configure.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes away all that {@link ConfigureInferenceOperation} has installed, and nothing else. One thread at a time. */
public final class RemoveInferenceOperation extends PhasedOperation<RemoveInferenceResult> {

    private static final List<Phase<RemoveInferenceContext>> PHASES = RemovalPhases.all();
    private static final Duration MAXIMUM = Duration.ofMinutes(30);

    private final RemoveInferenceContext context;

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
        this(new RemoveInferenceContext(request, identity, state, aws, log, clock), store);
    }

    private RemoveInferenceOperation(RemoveInferenceContext context, StateStore<RemoveInferenceState> store) {
        super(
                context.state(),
                new OperationRunner<>(
                        PHASES, context, context.state(), store, context.log(), context.clock(), MAXIMUM));
        this.context = context;
        watch();
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return PHASES.stream().map(Phase::name).toList();
    }

    @Override
    protected RemoveInferenceResult toResult() {
        return new RemoveInferenceResult(context.request(), context.state());
    }

    @Override
    public Map<String, String> outputs() {
        return result().toMap();
    }

    @Override
    protected OperationSnapshot snapshot(String waitingFor) {
        RemoveInferenceRequest request = context.request();
        RemoveInferenceState state = context.state();
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, phaseNames(), request.region())
                .shownBy(context.log()::shown)
                .accountId(state.account() == null ? null : state.account().id())
                .waitingFor(waitingFor);
        if (hasEndedWell()) {
            return builder.outputs(result().toMap()).build();
        }
        return builder.output("region", request.region())
                .output("bucket", request.bucket())
                .output("functionName", request.functionName())
                .build();
    }
}
