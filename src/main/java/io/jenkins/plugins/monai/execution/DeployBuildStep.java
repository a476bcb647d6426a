package io.jenkins.plugins.monai.execution;

import hudson.FilePath;
import hudson.model.Executor;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;

/** A task in a freestyle build, whose executor waits for it. */
public final class DeployBuildStep {

    private DeployBuildStep() {}

    /**
     * Returns when the task, its clean-up included, is over.
     *
     * @return what the Pipeline step of the task returns
     * @throws InterruptedException the build was stopped; the clean-up is over
     * @throws IOException the task failed; an {@link hudson.AbortException} where its message says all
     */
    public static Map<String, String> perform(
            DeployTask<?> task, Run<?, ?> build, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        RunLog runLog = new RunLog(listener, build, null);
        TaskRun<?> taskRun =
                new TaskRun<>(task, UUID.randomUUID().toString(), build, new WorkspaceTree(() -> workspace), runLog);
        CompletableFuture<Map<String, String>> outcome = new CompletableFuture<>();
        OperationDriver driver = new OperationDriver(task.name(), taskRun::begin, new OperationOutcome() {
            @Override
            public void succeeded(Map<String, String> outputs) {
                outcome.complete(outputs);
            }

            @Override
            public void failed(Throwable cause) {
                outcome.completeExceptionally(cause);
            }
        });
        driver.begin();
        Map<String, String> outputs = await(outcome, driver);
        runLog.outputs(outputs);
        return outputs;
    }

    /** The clean-up is part of stopping: an interrupt is handed on, and its outcome awaited. */
    private static <T> T await(CompletableFuture<T> outcome, OperationDriver driver)
            throws IOException, InterruptedException {
        InterruptedException interrupted = null;
        while (true) {
            try {
                T value = outcome.get();
                if (interrupted == null) {
                    return value;
                }
                break;
            } catch (InterruptedException e) {
                interrupted = e;
                driver.stop(named(e));
            } catch (ExecutionException e) {
                if (interrupted == null) {
                    throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
                }
                break;
            }
        }
        throw interrupted;
    }

    /** An interrupt that says who interrupts. */
    private static InterruptedException named(InterruptedException e) {
        Executor executor = Executor.currentExecutor();
        if (executor == null || executor.getCausesOfInterruption().isEmpty()) {
            return e;
        }
        InterruptedException named = new InterruptedException(executor.getCausesOfInterruption().stream()
                .map(CauseOfInterruption::getShortDescription)
                .collect(Collectors.joining("; ")));
        named.initCause(e);
        return named;
    }
}
