package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceState;
import io.jenkins.plugins.monai.engine.inference.removal.RemoveInferenceOperation;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.util.List;

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
    protected Operation open(OperationRun<RemoveInferenceState> run, KeyVault keys) {
        return new RemoveInferenceOperation(request, run);
    }
}
