package io.jenkins.plugins.monai.execution;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import hudson.XmlFile;
import hudson.model.Run;
import io.jenkins.plugins.monai.config.AccessMemory;
import io.jenkins.plugins.monai.config.JenkinsProxy;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.CondensedLog;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.operation.SafeLog;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.MachineLog;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * One run of a task in a build. The operation's state is kept beside the build's record, so that another controller
 * process can take it over, or clean up after this one. What is kept holds no secret; the run's key has a file of its own.
 *
 * @param <S> the operation's saved state
 */
final class TaskRun<S extends OperationState> {

    private final DeployTask<S> task;
    private final String runId;
    private final Run<?, ?> build;
    private final WorkspaceTree workspace;
    private final EngineLog log;

    TaskRun(DeployTask<S> task, String runId, Run<?, ?> build, WorkspaceTree workspace, EngineLog log) {
        this.task = task;
        this.runId = runId;
        this.build = build;
        this.workspace = workspace;
        this.log = log;
    }

    Operation begin() throws OperationException, IOException, InterruptedException {
        if (task.unknownState(runId, 0).isPresent()) {
            taskFile(build, runId).write(task);
            OpenRuns.ofController().begin(runId, build);
        }
        return open(task.newState(runId, System.currentTimeMillis()));
    }

    /** Where there is no state yet the other process had begun nothing. */
    Operation resume() throws OperationException, IOException, InterruptedException {
        XmlFile file = stateFile();
        if (!file.exists()) {
            return begin();
        }
        return open(read(file));
    }

    /** As {@link #resume}, for a build that goes on. */
    Operation goOn() throws OperationException, IOException, InterruptedException {
        if (!stateFile().exists() || task.needsWorkspace(read(stateFile()))) {
            workspace.check();
        }
        return resume();
    }

    /**
     * An operation that removes by the run's tag whatever the run may have made: for a state that cannot be read, or an
     * operation that cannot be opened with it. What there is of the state is kept aside.
     *
     * @return empty where the task makes nothing that does not outlive a run
     */
    Optional<Operation> cleanUp() throws OperationException, IOException, InterruptedException {
        Optional<S> unknown = task.unknownState(runId, System.currentTimeMillis());
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        Path state = statePath();
        if (Files.exists(state)) {
            Files.move(state, state.resolveSibling(runId + ".unreadable.xml"), REPLACE_EXISTING);
        }
        return Optional.of(open(unknown.get()));
    }

    /** What to tell of a run that can neither be taken up nor cleaned up. */
    OperationException lost(Exception e) {
        return new OperationException(
                "After the restart of the controller the run " + runId + " could not be taken up: " + e.getMessage(),
                "Look in " + task.access().region() + " for resources with the tag " + RunIdentity.RUN_TAG + "=" + runId
                        + " and remove them; the machine ends itself, as nobody renews its lease",
                e);
    }

    void tell(String line) {
        log.line(line);
    }

    @SuppressWarnings("unchecked") // the file was written by a run of the same task
    private S read(XmlFile file) throws IOException {
        return (S) file.read();
    }

    private Operation open(S state) throws OperationException, IOException, InterruptedException {
        OperationRecord record = DeployAction.of(build)
                .record(runId, task.name(), task.subject(), task.access().region());
        BoundedLog bounded = new BoundedLog(log);
        CondensedLog condensed = new CondensedLog(bounded, Clock.systemUTC());
        MachineLog kept = new MachineLog(condensed, build, runId);
        SafeLog safe = SafeLog.of(kept);
        AccessMemory.get().note(task.access(), build.getParent().getFullName());
        KeyVault keys = new FileKeyVault(DeployAction.folder(build).toPath().resolve(runId + ".key"));
        AwsClients aws = task.access().open(build, new AwsSecrets(safe)::hide);
        try {
            Operation operation = task.open(
                    new OperationRun<>(
                            identity(),
                            new OperationJournal<>(state, stateFile()::write, safe, Clock.systemUTC()),
                            aws,
                            workspace,
                            JenkinsProxy.selector()),
                    keys);
            OpenRuns.driven(runId);
            return new RecordedOperation(operation, build, record, safe, () -> {
                kept.close();
                condensed.close();
                bounded.close();
                aws.close();
                OpenRuns.released(runId);
                if (state.isFinished()) {
                    keys.delete();
                    OpenRuns.ofController().end(runId);
                    Files.deleteIfExists(DeployAction.taskFile(build, runId).toPath());
                }
            });
        } catch (OperationException e) {
            aws.close();
            throw e.shown(safe::shown);
        } catch (InterruptedException e) {
            aws.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            aws.close();
            ShownThrowable shown = new ShownThrowable(e, safe::shown);
            throw new IOException(shown.toString(), shown);
        }
    }

    private RunIdentity identity() {
        return new RunIdentity(
                runId, Jenkins.get().getLegacyInstanceId(), build.getParent().getFullName() + "/" + build.getNumber());
    }

    /** The task of a run that can be cleaned up after; it is there until the run is over. */
    static XmlFile taskFile(Run<?, ?> build, String runId) {
        return new XmlFile(DeployAction.taskFile(build, runId));
    }

    private XmlFile stateFile() {
        return new XmlFile(statePath().toFile());
    }

    private Path statePath() {
        return DeployAction.folder(build).toPath().resolve(runId + ".xml");
    }
}
