package io.jenkins.plugins.monai.engine.inference.host;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.machine.standing.StandingInstance;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds the machine, or launches it. It is started only if something has to be done on it. */
public final class MachinePhase implements Phase<InferenceContext> {

    private static final Duration POLL = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "MACHINE";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        Optional<StandingInstance> found = context.machine().find();
        if (found.isEmpty()) {
            return launch(context);
        }
        StandingInstance machine = found.get();
        if (!context.machine().differences(machine).isEmpty()) {
            return replace(context, machine);
        }
        List<StandingInstance> others = context.machine().others();
        return others.isEmpty() ? use(context, machine) : settle(context, machine, others);
    }

    /**
     * The old machine goes only when the new one runs: where there is no capacity for another, this one is left. It is
     * stopped meanwhile, as a quota counts what runs.
     */
    private static Advance replace(InferenceContext context, StandingInstance old)
            throws OperationException, InterruptedException {
        if (old.isStopped()) {
            return launch(context);
        }
        if (old.isRunning()) {
            context.log().line("Stopping " + old.id() + ", which is replaced; its jobs go on on the other machine");
            context.machine().stop(old.id());
        }
        return Advance.again(POLL, "the machine that is replaced to stop");
    }

    private static Advance settle(InferenceContext context, StandingInstance machine, List<StandingInstance> others)
            throws OperationException, InterruptedException {
        if (machine.isPending()) {
            return Advance.again(POLL, "the new machine to run");
        }
        for (StandingInstance other : others) {
            List<String> differences = context.machine().differences(other);
            if (differences.isEmpty()) {
                context.log().line("A second machine carries the tag: " + other.id() + " is terminated");
            } else {
                context.changed("machine " + other.id() + " replaced (" + String.join(", ", differences) + ")");
            }
            context.machine().terminate(other.id());
        }
        return Advance.again(POLL, "a second machine to go");
    }

    private static Advance launch(InferenceContext context) throws OperationException, InterruptedException {
        if (context.state().machine().imageId() == null) {
            // There was a machine when the PREFLIGHT phase looked.
            context.machine().check();
        }
        context.state().awaken();
        String before = context.state().machine().instanceId();
        Advance advance = context.machine().launch();
        String launched = context.state().machine().instanceId();
        if (launched != null && !launched.equals(before)) {
            context.changed("machine " + launched + " launched");
        }
        // Whether it is the only one, and which it is, is looked at once more.
        return advance.isDone() ? Advance.again(POLL, "the machine to be found by its tag") : advance;
    }

    private static Advance use(InferenceContext context, StandingInstance machine)
            throws OperationException, InterruptedException {
        context.state().instanceId(machine.id());
        context.state()
                .installed(machine.tag(Installation.TAG)
                        .equals(Installation.of(context.request(), context.state())
                                .fingerprint()));
        if (context.state().installed() || machine.isRunning()) {
            if (context.machine().closeMetadata(machine)) {
                context.changed("metadata service of " + machine.id() + " closed to containers");
            }
            return Advance.done();
        }
        if (machine.isStopped()) {
            context.state().awaken();
            context.save();
            context.log().line("Starting " + machine.id());
            context.machine().start(machine.id());
        }
        return Advance.again(POLL, "the machine to run");
    }
}
