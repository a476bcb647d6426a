package io.jenkins.plugins.monai;

import hudson.FilePath;
import hudson.XmlFile;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A build of a MAP in a Pipeline. The operation's state is kept beside the build's record, so that another controller
 * process can clean up after this one. What is kept holds no secret.
 */
final class BuildMapExecution extends StepExecution {

    private static final long serialVersionUID = 1L;

    private final BuildMapRequest request;
    private final String credentialsId;
    private final String runId = UUID.randomUUID().toString();
    private transient OperationDriver driver;

    BuildMapExecution(StepContext context, BuildMapRequest request, String credentialsId) {
        super(context);
        this.request = request;
        this.credentialsId = credentialsId;
    }

    @Override
    public boolean start() {
        drive(() -> open(new BuildMapState(runId, System.currentTimeMillis())));
        return false;
    }

    @Override
    public void onResume() {
        drive(this::resume);
    }

    /** The clean-up is part of stopping: the step ends when it is over. */
    @Override
    public void stop(Throwable cause) {
        driver.stop(cause);
    }

    /** The key to the machine does not survive a restart: a safe one waits. */
    @Override
    public boolean blocksRestart() {
        return true;
    }

    @Override
    public String getStatus() {
        return driver == null ? "about to begin" : driver.status();
    }

    private void drive(OperationDriver.Opening opening) {
        driver = new OperationDriver("monaiBuildMap", opening, new OperationDriver.Outcome() {
            @Override
            public void succeeded(Map<String, String> outputs) {
                getContext().onSuccess(new LinkedHashMap<>(outputs));
            }

            @Override
            public void failed(Throwable cause) {
                getContext().onFailure(cause);
            }
        });
        driver.begin();
    }

    /** Where there is no state yet the other process had begun nothing. */
    private OperationDriver.Operation resume() throws OperationException, IOException, InterruptedException {
        XmlFile file = stateFile();
        if (!file.exists()) {
            return open(new BuildMapState(runId, System.currentTimeMillis()));
        }
        BuildMapState state = null;
        try {
            state = (BuildMapState) file.read();
            return open(state);
        } catch (OperationException | IOException e) {
            if (state != null && isHarmless(state)) {
                throw e;
            }
            throw new OperationException(
                    "After the restart of the controller the run " + runId + " could not be taken up: "
                            + e.getMessage(),
                    "Look in " + request.region() + " for resources with the tag " + RunIdentity.RUN_TAG + "=" + runId
                            + " and remove them; the machine ends itself after maximumMinutes",
                    e);
        }
    }

    /** The first phase makes nothing. */
    private static boolean isHarmless(BuildMapState state) {
        return state.getPhases().size() <= 1;
    }

    private OperationDriver.Operation open(BuildMapState state)
            throws OperationException, IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        WorkspaceTree workspace = new WorkspaceTree(() -> getContext().get(FilePath.class));
        BuildMapRequest complete = request.commit() == null && isHarmless(state)
                ? request.withCommit(workspace.commit().orElse(null))
                : request;
        SdkAwsClients aws = new SdkAwsClients(
                request.region(),
                JenkinsAwsCredentials.find(credentialsId, run),
                request.endpoints(),
                JenkinsProxy.forAws(),
                List.of());
        BuildMapOperation operation = new BuildMapOperation(
                complete,
                new RunIdentity(
                        runId,
                        Jenkins.get().getLegacyInstanceId(),
                        run.getParent().getFullName() + "/" + run.getNumber()),
                state,
                stateFile()::write,
                aws,
                workspace,
                new RunLog(getContext().get(TaskListener.class)),
                Clock.systemUTC(),
                JenkinsProxy.selector());
        return new Opened(operation, aws);
    }

    private XmlFile stateFile() throws IOException, InterruptedException {
        File folder = new File(getContext().get(Run.class).getRootDir(), "monai-deploy");
        return new XmlFile(new File(folder, runId + ".xml"));
    }

    private record Opened(BuildMapOperation operation, SdkAwsClients aws) implements OperationDriver.Operation {

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
        public void close() {
            operation.close();
            aws.close();
        }
    }
}
