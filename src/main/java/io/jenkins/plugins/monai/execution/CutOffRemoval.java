package io.jenkins.plugins.monai.execution;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Removes what a run has left whose controller ended and which nobody has taken up: asked for on the build's page, by
 * whoever may cancel the build. The page follows it.
 */
public final class CutOffRemoval implements Action {

    private static final Logger LOGGER = Logger.getLogger(CutOffRemoval.class.getName());

    /** Run ids of what is being removed, so that a second click does not begin it again. */
    private static final Set<String> AT_WORK = ConcurrentHashMap.newKeySet();

    private final Run<?, ?> run;

    CutOffRemoval(Run<?, ?> run) {
        this.run = run;
    }

    /** Begins it and returns to the page. */
    @POST
    public HttpResponse doRemove(@QueryParameter String runId) {
        run.checkPermission(Item.CANCEL);
        OperationRecord record = DeployAction.of(run).records().stream()
                .filter(r -> r.getRunId().equals(runId))
                .findFirst()
                .orElse(null);
        if (record == null || !DeployAction.taskFile(run, runId).exists()) {
            return HttpResponses.notFound();
        }
        // A build that goes on may yet take its run up itself: whoever wants it removed then aborts it.
        if (!run.isBuilding() && record.isCutOff()) {
            User user = User.current();
            begin(run, runId, user == null ? "somebody" : user.getId());
        }
        return HttpResponses.redirectTo("../" + DeployAction.URL_NAME + "/");
    }

    /** Begins it unless it is at work already. */
    static void begin(Run<?, ?> run, String runId, String who) {
        if (AT_WORK.add(runId)) {
            new OperationDriver(
                            "The removal of what " + run + " has left",
                            new CutOffCleanUp(run, runId, who, new SystemLog()),
                            new Outcome(runId))
                    .begin();
        }
    }

    /** The build's own log is closed by now. */
    private static final class SystemLog implements EngineLog {

        @Override
        public void line(String text) {
            LOGGER.info(text);
        }

        @Override
        public void machine(String text) {
            LOGGER.fine(text);
        }
    }

    /** An abort has only one way to end well: with the failure that it is itself. */
    private record Outcome(String runId) implements OperationOutcome {

        @Override
        public void succeeded(Map<String, String> outputs) {
            AT_WORK.remove(runId);
        }

        @Override
        public void failed(Throwable cause) {
            AT_WORK.remove(runId);
            LOGGER.log(Level.INFO, "The removal of what the run {0} had left is over: {1}", new Object[] {
                runId, cause.getMessage()
            });
        }
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return "monai-deploy-removal";
    }

    /** Gives it to builds in which the plugin did something. */
    @Extension
    @SuppressWarnings("rawtypes") // the build's own type has type parameters
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return CutOffRemoval.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run run) {
            return DeployAction.folder(run).isDirectory() ? List.of(new CutOffRemoval(run)) : List.of();
        }
    }
}
