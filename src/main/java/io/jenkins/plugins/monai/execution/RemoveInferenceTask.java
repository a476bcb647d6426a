package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceOperation;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceState;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Takes inference away. */
public final class RemoveInferenceTask extends DeployTask<RemoveInferenceState> {

    private static final long serialVersionUID = 1L;

    private final RemoveInferenceRequest request;

    public RemoveInferenceTask(AwsAccess access, RemoveInferenceRequest request) {
        super(access);
        this.request = request;
    }

    @Override
    public String name() {
        return "monaiRemoveInference";
    }

    @Override
    public String subject() {
        return request.bucket();
    }

    @Override
    public List<String> phaseNames() {
        return RemoveInferenceOperation.phaseNames();
    }

    @Override
    public RemoveInferenceState newState(String runId, long startMillis) {
        return new RemoveInferenceState(runId, startMillis);
    }

    @Override
    protected OperationDriver.Operation open(RemoveInferenceState state, Surroundings<RemoveInferenceState> around) {
        return new Opened(new RemoveInferenceOperation(
                request, around.identity(), state, around.store(), around.aws(), around.log(), Clock.systemUTC()));
    }

    private record Opened(RemoveInferenceOperation operation) implements OperationDriver.Operation {

        @Override
        public Advance advance() throws OperationException {
            return operation.advance();
        }

        @Override
        public void abort(String reason) {
            operation.abort(reason);
        }

        @Override
        public Map<String, String> outputs() {
            return operation.result().toMap();
        }

        @Override
        public OperationSnapshot snapshot() {
            return operation.snapshot();
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
