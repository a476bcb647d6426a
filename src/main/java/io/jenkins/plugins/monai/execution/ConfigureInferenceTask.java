package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.configure.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.util.List;

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
    protected Operation open(OperationRun<InferenceState> run, KeyVault keys) {
        return new ConfigureInferenceOperation(request, run);
    }
}
