package io.jenkins.plugins.monai.engine.inference.host;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketObjects;
import io.jenkins.plugins.monai.engine.machine.standing.StandingInstance;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.util.Optional;

/**
 * Sees to it that the machine does not run on. What is installed on it stops it when it is idle; where the installation
 * failed, or where it was asked for, it is stopped here.
 */
public final class StopPhase implements Phase<InferenceContext> {

    @Override
    public String name() {
        return "STOP";
    }

    @Override
    public String afterAbort() {
        return "What it had configured stays; run it again to configure the rest, or monaiRemoveInference to remove it";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        InferenceState state = context.state();
        boolean failed = state.failure().isPresent();
        boolean halfDone = failed && state.awakened() && !state.installed();
        boolean asked = !failed && context.request().stopAfterwards() && !hasOpenJobs(context);
        if (halfDone || asked) {
            Optional<StandingInstance> machine = context.machine().find();
            if (machine.isPresent() && !machine.get().isStopped()) {
                context.log().line("Stopping " + machine.get().id());
                context.machine().stop(machine.get().id());
                context.state()
                        .cleanup()
                        .left(
                                ResourceKind.INSTANCE,
                                machine.get().id(),
                                "stopped",
                                context.clock().millis());
            }
        }
        if (!failed && state.changes().isEmpty()) {
            context.log().line("Nothing to change");
        }
        return Advance.done();
    }

    private static boolean hasOpenJobs(InferenceContext context) throws OperationException, InterruptedException {
        BucketObjects objects = new BucketObjects(
                context.aws(),
                context.request().bucket(),
                context.state().account().id());
        boolean open =
                !objects.list(context.request().prefixes().ledger() + "open/").isEmpty();
        if (open) {
            context.log().line("There are jobs to do: the machine stops when it is done with them");
        }
        return open;
    }
}
