package io.jenkins.plugins.monai.execution;

import hudson.model.Run;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Takes up a run that was cut off, for its clean-up alone: from its saved state, or else by its tag. */
final class CutOffCleanUp implements OperationOpening {

    private final Run<?, ?> build;
    private final String runId;
    private final String who;
    private final EngineLog log;

    CutOffCleanUp(Run<?, ?> build, String runId, String who, EngineLog log) {
        this.build = build;
        this.runId = runId;
        this.who = who;
        this.log = log;
    }

    @Override
    public Operation open() throws OperationException, IOException, InterruptedException {
        DeployTask<?> task = (DeployTask<?>) TaskRun.taskFile(build, runId).read();
        TaskRun<?> run = new TaskRun<>(task, runId, build, new WorkspaceTree(() -> null), log);
        Operation operation = takenUp(run);
        operation.abort("what was left is removed for " + who);
        return operation;
    }

    /** Right after a start of the controller credentials may not be there yet. */
    @Override
    public Optional<Duration> again(int failures, Exception failure) {
        return failures > Resumption.pauses.size()
                ? Optional.empty()
                : Optional.of(Resumption.pauses.get(failures - 1));
    }

    private static Operation takenUp(TaskRun<?> run) throws OperationException, IOException, InterruptedException {
        try {
            return run.resume();
        } catch (OperationException | IOException e) {
            return run.cleanUp().orElseThrow(() -> new IOException("There is nothing to clean up", e));
        }
    }
}
