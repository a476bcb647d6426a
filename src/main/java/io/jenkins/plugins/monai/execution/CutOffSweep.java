package io.jenkins.plugins.monai.execution;

import hudson.Extension;
import hudson.model.PeriodicWork;
import hudson.model.Run;
import io.jenkins.plugins.monai.page.DeployAction;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Removes what runs have left whose build is over, although nobody drove them to their end: freestyle builds that died
 * with their controller, Pipelines that could not be resumed or were ended by force. Soon after the controller is back,
 * and each minute from then on; each run once, as the page has a button for one that failed.
 */
@Extension
public final class CutOffSweep extends PeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(CutOffSweep.class.getName());

    private final Set<String> tried = new HashSet<>();

    /** Jobs are loaded by then. */
    @Override
    public long getInitialDelay() {
        return TimeUnit.SECONDS.toMillis(5);
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.MINUTES.toMillis(1);
    }

    @Override
    protected void doRun() throws IOException {
        OpenRuns open = OpenRuns.ofController();
        for (Map.Entry<String, String> entry : open.all().entrySet()) {
            String runId = entry.getKey();
            if (OpenRuns.isDriven(runId) || tried.contains(runId)) {
                continue;
            }
            try {
                look(open, runId, Run.fromExternalizableId(entry.getValue()));
            } catch (RuntimeException e) { // one build that cannot be looked at does not keep the others waiting
                LOGGER.log(Level.WARNING, "What " + entry.getValue() + " has left cannot be looked at", e);
            }
        }
    }

    private void look(OpenRuns open, String runId, Run<?, ?> build) throws IOException {
        if (build == null || !DeployAction.taskFile(build, runId).exists()) {
            // Its record is gone, and with it what could be taken up.
            LOGGER.log(Level.WARNING, "The build of the run {0} is gone: what it may have left carries its tag", runId);
            open.end(runId);
        } else if (!build.isBuilding()) {
            tried.add(runId);
            LOGGER.log(Level.INFO, "{0} is over, and its run {1} is not: what it has left is removed", new Object[] {
                build, runId
            });
            CutOffRemoval.begin(build, runId, "the controller, as the build is over");
        }
    }
}
