package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.config.JenkinsProxy;
import io.jenkins.plugins.monai.engine.inference.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Installs inference. */
public final class ConfigureInferenceTask extends DeployTask<InferenceState> {

    private static final long serialVersionUID = 1L;

    private final InferenceRequest request;

    public ConfigureInferenceTask(AwsAccess access, InferenceRequest request) {
        super(access);
        this.request = request;
    }

    @Override
    public String name() {
        return "monaiConfigureInference";
    }

    @Override
    public String subject() {
        return request.bucket();
    }

    @Override
    public List<String> phaseNames() {
        return ConfigureInferenceOperation.phaseNames();
    }

    @Override
    public InferenceState newState(String runId, long startMillis) {
        return new InferenceState(runId, startMillis);
    }

    @Override
    protected OperationDriver.Operation open(InferenceState state, Surroundings<InferenceState> around) {
        return new Opened(new ConfigureInferenceOperation(
                request,
                around.identity(),
                state,
                around.store(),
                around.aws(),
                around.workspace(),
                around.log(),
                Clock.systemUTC(),
                JenkinsProxy.selector()));
    }

    private record Opened(ConfigureInferenceOperation operation) implements OperationDriver.Operation {

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
