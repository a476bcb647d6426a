package io.jenkins.plugins.monai.page;

import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the plugin did in a build: a summary on the build's page, a page of its own, and the same for programs. */
@ExportedBean
public final class DeployAction implements RunAction2 {

    /** Below the build's address. */
    public static final String URL_NAME = "monai-deploy";

    private final List<OperationRecord> operations = new CopyOnWriteArrayList<>();
    /** What was written here into the build's description; null for nothing. */
    private String description;

    private transient Run<?, ?> run;

    private DeployAction(Run<?, ?> build) {
        run = build;
    }

    /** The build's action, which is added to it where it has none. */
    public static DeployAction of(Run<?, ?> build) {
        synchronized (build) {
            DeployAction action = build.getAction(DeployAction.class);
            if (action == null) {
                action = new DeployAction(build);
                build.addAction(action);
            }
            return action;
        }
    }

    /** Where a build keeps what the plugin writes beside its record. */
    public static File folder(Run<?, ?> build) {
        return new File(build.getRootDir(), "monai-deploy");
    }

    /** Where the task of an operation is kept that can be cleaned up after, until it is over. */
    public static File taskFile(Run<?, ?> build, String runId) {
        return new File(folder(build), runId + ".task.xml");
    }

    /**
     * The record of that run, which is added where there is none: a run that is taken up again goes on with its own.
     *
     * @param step the Pipeline step's name
     * @param subject what it is about, for people
     * @param region the region's code
     */
    public OperationRecord record(String runId, String step, String subject, String region) {
        synchronized (operations) {
            return operations.stream()
                    .filter(o -> o.getRunId().equals(runId))
                    .findFirst()
                    .orElseGet(() -> add(new OperationRecord(runId, step, subject, region)));
        }
    }

    /** Notes the image that the operation made or has run: for Jenkins, and a MAP for the job's history. */
    public static void built(Run<?, ?> build, OperationSnapshot operation, Map<String, String> outputs) {
        if (BuiltMap.isIn(outputs)) {
            long end = operation.getEndMillis();
            double seconds = (end - operation.getStartMillis()) / 1000.0;
            MapIndex.add(build.getParent(), BuiltMap.of(build.getNumber(), end, seconds, outputs));
        }
        ImageNotes.write(build, operation, outputs);
    }

    /** Has the build's description say this too, where nobody else has written one. */
    synchronized void describe(String line) throws IOException {
        Optional<String> next = MapDescription.next(run.getDescription(), description, line);
        if (next.isPresent()) {
            description = next.get();
            run.setDescription(description);
        }
    }

    private OperationRecord add(OperationRecord added) {
        operations.add(added);
        return added;
    }

    /** In the order they began. */
    public List<OperationRecord> records() {
        return List.copyOf(operations);
    }

    /** In the order they began, as they are now. */
    @Exported(inline = true)
    public List<OperationView> getOperations() {
        return operations.stream().map(this::view).toList();
    }

    /** One of them, for its own addresses; null for one that the build does not have, so that nothing is found there. */
    public OperationView getOperation(String runId) {
        return operations.stream()
                .filter(o -> o.getRunId().equals(runId))
                .findFirst()
                .map(this::view)
                .orElse(null);
    }

    private OperationView view(OperationRecord operation) {
        return new OperationView(
                operation,
                MachineLog.of(run, operation.getRunId()),
                taskFile(run, operation.getRunId()),
                !run.isBuilding() && run.hasPermission(Item.CANCEL),
                getNow());
    }

    /** Whether something may still change. */
    @Exported
    public boolean isRunning() {
        return run.isBuilding() || operations.stream().anyMatch(OperationRecord::isLive);
    }

    /** Milliseconds since the epoch, by the controller's clock. */
    @Exported
    public long getNow() {
        return System.currentTimeMillis();
    }

    public Api getApi() {
        return new Api(this);
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
        return "symbol-cube";
    }

    @Override
    public String getDisplayName() {
        return "MONAI Deploy";
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }
}
