package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes away the machine, its key pair and its security group, makes sure that they are gone, and says so. */
final class CleanupPhase implements Phase<BuildMapContext> {

    private static final Logger LOGGER = Logger.getLogger(CleanupPhase.class.getName());

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration PATIENCE_WITH_ERRORS = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "CLEANUP";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        context.lease().close();
        forgetKey(context);
        try {
            return remove(context);
        } finally {
            tellRemoved(context);
        }
    }

    /** Each once, although the next process may find them removed in another order. */
    private static void tellRemoved(BuildMapContext context) {
        Cleanup cleanup = context.state().cleanup();
        List<CleanupEntry> untold = cleanup.untold();
        if (untold.isEmpty()) {
            return;
        }
        context.journal().saveIfPossible();
        for (CleanupEntry entry : untold) {
            context.log().line(entry.toString());
            cleanup.told(entry);
        }
    }

    private static void forgetKey(BuildMapContext context) {
        try {
            context.shell().forgetKey();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The encrypted key of " + context.state().getRunId() + " is still there", e);
        }
    }

    private Advance remove(BuildMapContext context) throws OperationException, InterruptedException {
        Duration taken = context.timeIn(name());
        Advance advance;
        try {
            advance = context.machine().remove(context.state().cleanup());
        } catch (OperationException e) {
            if (taken.compareTo(PATIENCE_WITH_ERRORS) > 0) {
                throw withAddress(context, e);
            }
            context.log().line("Clean-up will be tried again: " + e.problem());
            return Advance.again(RETRY, "AWS to take the clean-up");
        }
        if (!advance.isDone() && taken.compareTo(PATIENCE) > 0) {
            throw withAddress(
                    context,
                    new OperationException(
                            "Waited " + PATIENCE.toMinutes() + " minutes for " + advance.waitingFor(),
                            "Look at it in the EC2 console"));
        }
        return advance;
    }

    /** Whoever has to clean up by hand must know what to look for. */
    private static OperationException withAddress(BuildMapContext context, OperationException e) {
        return new OperationException(
                e.problem() + "; what is left carries the name "
                        + context.identity().resourceName() + " in "
                        + context.request().region()
                        + ". The machine ends by itself when its lease is over, and the rest is removed by the controller's"
                        + " reaper as soon as AWS takes its calls",
                e.remedy(),
                e);
    }
}
