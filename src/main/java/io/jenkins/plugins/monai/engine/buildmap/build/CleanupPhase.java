package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.time.Duration;

/** Takes away the machine, its key pair and its security group, and makes sure that they are gone. */
final class CleanupPhase implements Phase<BuildMapContext> {

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
        context.shell().close();
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
                        + context.request().region(),
                e.remedy(),
                e);
    }
}
