package io.jenkins.plugins.monai;

import hudson.AbortException;
import hudson.FilePath;
import hudson.XmlFile;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapOperation;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Drives a build of a MAP from timers: a thread is held only while a piece of work is done, not while AWS or the machine
 * works. The operation's state is kept beside the build's record, so that another controller process can clean up after
 * this one.
 */
final class BuildMapExecution extends StepExecution {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(BuildMapExecution.class.getName());

    private final BuildMapRequest request;
    private final String credentialsId;
    private final String runId;
    private transient Object turn;
    private transient SdkAwsClients aws;
    private transient BuildMapOperation operation;
    private transient volatile Future<?> work;
    private transient Future<?> appointment;
    private transient volatile String waitingFor;
    private transient volatile Throwable stopCause;

    BuildMapExecution(StepContext context, BuildMapRequest request, String credentialsId) {
        super(context);
        this.request = request;
        this.credentialsId = credentialsId;
        this.runId = UUID.randomUUID().toString();
    }

    @Override
    public boolean start() throws Exception {
        open(new BuildMapState(runId, System.currentTimeMillis()));
        schedule(Duration.ZERO);
        return false;
    }

    @Override
    public void onResume() {
        try {
            open((BuildMapState) stateFile().read());
            schedule(Duration.ZERO);
        } catch (IOException | InterruptedException | OperationException e) {
            getContext().onFailure(e);
        }
    }

    /** The clean-up is part of stopping: the step ends when it is over. */
    @Override
    public void stop(Throwable cause) {
        stopCause = cause;
        Future<?> current = work;
        if (current != null) {
            current.cancel(true);
        }
        schedule(Duration.ZERO);
    }

    @Override
    public String getStatus() {
        String what = waitingFor;
        return what == null ? "working" : "waiting for " + what;
    }

    private void open(BuildMapState state) throws IOException, InterruptedException, OperationException {
        Run<?, ?> run = getContext().get(Run.class);
        XmlFile file = stateFile();
        turn = new Object();
        aws = new SdkAwsClients(
                request.region(),
                JenkinsAwsCredentials.find(credentialsId, run),
                request.endpoints(),
                JenkinsProxy.forAws(),
                List.of());
        operation = new BuildMapOperation(
                request,
                new RunIdentity(runId, Jenkins.get().getLegacyInstanceId(), run.getFullDisplayName()),
                state,
                file::write,
                aws,
                new WorkspaceTree(getContext().get(FilePath.class)),
                new RunLog(getContext().get(TaskListener.class)),
                Clock.systemUTC(),
                JenkinsProxy.selector());
    }

    private XmlFile stateFile() throws IOException, InterruptedException {
        File folder = new File(getContext().get(Run.class).getRootDir(), "monai-deploy");
        return new XmlFile(new File(folder, runId + ".xml"));
    }

    /** There is one appointment at a time: a stop moves it up. */
    private synchronized void schedule(Duration after) {
        if (appointment != null) {
            appointment.cancel(false);
        }
        appointment = Timer.get().schedule(this::submit, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Timer threads are few and must not block. */
    private void submit() {
        work = Computer.threadPoolForRemoting.submit(this::work);
    }

    private void work() {
        synchronized (turn) {
            advance();
        }
    }

    private void advance() {
        if (operation == null) {
            return;
        }
        try {
            if (stopCause != null) {
                Thread.interrupted();
                operation.abort(stopCause.getMessage());
            }
            Advance advance = operation.advance();
            if (advance.isDone()) {
                LinkedHashMap<String, String> outputs =
                        new LinkedHashMap<>(operation.result().toMap());
                close();
                getContext().onSuccess(outputs);
            } else {
                waitingFor = advance.waitingFor();
                schedule(advance.after());
            }
        } catch (OperationException e) {
            close();
            getContext().onFailure(stopCause != null ? stopCause : abort(e));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "monaiBuildMap " + runId, e);
            close();
            getContext().onFailure(e);
        }
    }

    /** A failure its user can read needs no stack trace in the build's log. */
    private static AbortException abort(OperationException e) {
        LOGGER.log(Level.FINE, e.getMessage(), e);
        return new AbortException("monaiBuildMap " + e.getMessage());
    }

    private void close() {
        operation.close();
        operation = null;
        aws.close();
    }
}
