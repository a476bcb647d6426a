package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.machine.ephemeral.MachineTakenBackException;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.util.Optional;

/** A phase that works on the machine: when EC2 takes that back, the run goes back to its launch. */
final class OnMachine implements Phase<BuildMapContext> {

    private final Phase<BuildMapContext> phase;

    OnMachine(Phase<BuildMapContext> phase) {
        this.phase = phase;
    }

    @Override
    public String name() {
        return phase.name();
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        try {
            Optional<String> notice = context.spotNotice();
            if (notice.isPresent()) {
                throw new MachineTakenBackException(context.state().machine().instanceId(), notice.get());
            }
            return phase.advance(context);
        } catch (MachineTakenBackException e) {
            context.giveUpMachine(e);
            return Advance.backTo(LaunchPhase.NAME);
        }
    }
}
