package io.jenkins.plugins.monai.execution;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A task in a Pipeline: it holds no thread while AWS or the machine works, and survives a restart. */
public final class DeployExecution extends StepExecution {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(DeployExecution.class.getName());

    private final DeployTask<?> task;
    private final String runId = UUID.randomUUID().toString();
    private transient OperationDriver driver;
    private transient RunLog log;
    private Throwable stopped;

    public DeployExecution(StepContext context, DeployTask<?> task) {
        super(context);
        this.task = task;
    }

    @Override
    public boolean start() {
        drive(() -> taskRun().begin());
        return false;
    }

    @Override
    public void onResume() {
        drive(new Resumption(this::taskRun));
    }

    /** The clean-up is part of stopping: the step ends when it is over. */
    @Override
    public void stop(Throwable cause) {
        synchronized (this) {
            if (driver == null) {
                // After a restart a stop may come before onResume.
                stopped = cause;
                return;
            }
        }
        driver.stop(cause);
    }

    @Override
    public String getStatus() {
        return driver == null ? "about to begin" : driver.status();
    }

    private void drive(OperationOpening opening) {
        OperationDriver begun = new OperationDriver(task.name(), opening, new OperationOutcome() {
            @Override
            public void succeeded(Map<String, String> outputs) {
                try {
                    runLog().outputs(outputs);
                } catch (IOException | InterruptedException e) {
                    LOGGER.log(Level.FINE, "The result of " + task.name() + " could not be told", e);
                }
                getContext().onSuccess(new LinkedHashMap<>(outputs));
            }

            @Override
            public void failed(Throwable cause) {
                getContext().onFailure(cause);
            }
        });
        begun.begin();
        Throwable already;
        synchronized (this) {
            driver = begun;
            already = stopped;
        }
        if (already != null) {
            begun.stop(already);
        }
    }

    private TaskRun<?> taskRun() throws IOException, InterruptedException {
        return new TaskRun<>(
                task,
                runId,
                getContext().get(Run.class),
                new WorkspaceTree(() -> getContext().get(FilePath.class)),
                runLog());
    }

    private synchronized RunLog runLog() throws IOException, InterruptedException {
        if (log == null) {
            log = new RunLog(getContext().get(TaskListener.class), getContext().get(Run.class), runId);
        }
        return log;
    }
}
