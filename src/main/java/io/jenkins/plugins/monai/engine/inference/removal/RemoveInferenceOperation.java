package io.jenkins.plugins.monai.engine.inference.removal;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceContext;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceResult;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceState;
import io.jenkins.plugins.monai.engine.inference.configure.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Duration;
import java.util.List;

/** Takes away all that {@link ConfigureInferenceOperation} has installed, and nothing else. One thread at a time. */
public final class RemoveInferenceOperation extends PhasedOperation<RemoveInferenceContext, RemoveInferenceResult> {

    private static final List<Phase<RemoveInferenceContext>> PHASES = RemovalPhases.all();
    private static final Duration MAXIMUM = Duration.ofMinutes(30);

    public RemoveInferenceOperation(RemoveInferenceRequest request, OperationRun<RemoveInferenceState> run) {
        super(PHASES, new RemoveInferenceContext(request, run), request.region(), MAXIMUM);
        watch();
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return names(PHASES);
    }

    @Override
    protected RemoveInferenceResult toResult() {
        return new RemoveInferenceResult(context().request(), context().state());
    }

    @Override
    protected void show(OperationSnapshot.Builder snapshot) {
        RemoveInferenceState state = context().state();
        snapshot.accountId(state.account() == null ? null : state.account().id());
    }

    @Override
    protected void showSoFar(OperationSnapshot.Builder snapshot) {
        RemoveInferenceRequest request = context().request();
        snapshot.output("region", request.region())
                .output("bucket", request.bucket())
                .output("functionName", request.functionName());
    }
}
