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
        if (!context.machine().settle().isEmpty()) {
            return Advance.again(POLL, "a second machine to go");
        }
        Optional<StandingInstance> found = context.machine().find();
        return found.isPresent() ? use(context, found.get()) : launch(context);
    }

    private static Advance launch(InferenceContext context) throws OperationException, InterruptedException {
        if (context.state().machine().imageId() == null) {
            // There was a machine when the PREFLIGHT phase looked.
            context.machine().check();
        }
        context.state().awaken();
        Advance advance = context.machine().launch();
        String launched = context.state().machine().instanceId();
        if (launched != null) {
            context.changed("machine " + launched + " launched");
        }
        // Whether it is the only one, and which it is, is looked at once more.
        return advance.isDone() ? Advance.again(POLL, "the machine to be found by its tag") : advance;
    }

    private static Advance use(InferenceContext context, StandingInstance machine)
            throws OperationException, InterruptedException {
        List<String> differences = context.machine().differences(machine);
        if (!differences.isEmpty()) {
            context.changed("machine " + machine.id() + " replaced (" + String.join(", ", differences) + ")");
            context.machine().terminate(machine.id());
            return Advance.again(POLL, "the machine to be replaced");
        }
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
