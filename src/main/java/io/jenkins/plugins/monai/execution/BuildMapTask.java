package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.buildmap.build.BuildMapOperation;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Builds a MAP. */
public final class BuildMapTask extends DeployTask<BuildMapState> {

    private static final long serialVersionUID = 1L;

    private final BuildMapRequest request;

    public BuildMapTask(AwsAccess access, BuildMapRequest request) {
        super(access);
        this.request = request;
    }

    @Override
    public String name() {
        return "monaiBuildMap";
    }

    @Override
    public String subject() {
        return request.app();
    }

    @Override
    public List<String> phaseNames() {
        return BuildMapOperation.phaseNames();
    }

    @Override
    public BuildMapState newState(String runId, long startMillis) {
        return new BuildMapState(runId, startMillis);
    }

    @Override
    public Optional<BuildMapState> unknownState(String runId, long startMillis) {
        return Optional.of(BuildMapState.unknown(runId, startMillis));
    }

    /** Until all of it is on the machine. */
    @Override
    protected boolean needsWorkspace(BuildMapState state) {
        return state.failure().isEmpty()
                && state.getPhases().stream().noneMatch(p -> p.getName().equals("UPLOAD") && p.isEnded());
    }

    @Override
    protected Operation open(OperationRun<BuildMapState> run, KeyVault keys) throws IOException {
        BuildMapState state = run.state();
        BuildMapRequest complete = request.commit() == null && !state.isDecided() && isHarmless(state)
                ? request.withCommit(run.source().commit().orElse(null))
                : request;
        return new BuildMapOperation(complete, run, keys);
    }
}
