package io.jenkins.plugins.monai.page;

import hudson.model.Run;
import io.jenkins.plugins.monai.execution.DeployTask;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.RunAction2;

/** What the plugin did in a build: the build's page shows it. */
public final class DeployAction implements RunAction2 {

    private final List<OperationRecord> operations = new CopyOnWriteArrayList<>();
    private transient Run<?, ?> run;

    /** The build's action, which is added to it where it has none. */
    public static DeployAction of(Run<?, ?> build) {
        synchronized (build) {
            DeployAction action = build.getAction(DeployAction.class);
            if (action == null) {
                action = new DeployAction();
                build.addAction(action);
            }
            return action;
        }
    }

    /** The record of that run, which is added where there is none: a run that is taken up again goes on with its own. */
    public OperationRecord record(String runId, DeployTask<?> task) {
        synchronized (operations) {
            return operations.stream()
                    .filter(o -> o.getRunId().equals(runId))
                    .findFirst()
                    .orElseGet(() -> add(new OperationRecord(
                            runId, task.name(), task.subject(), task.access().region())));
        }
    }

    private OperationRecord add(OperationRecord added) {
        operations.add(added);
        return added;
    }

    /** In the order they began. */
    public List<OperationRecord> getOperations() {
        return List.copyOf(operations);
    }

    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        run = r;
    }

    @Override
    public String getIconFileName() {
        return "symbol-cloud-upload-outline";
    }

    @Override
    public String getDisplayName() {
        return "MONAI Deploy";
    }

    @Override
    public String getUrlName() {
        return "monai-deploy";
    }
}
