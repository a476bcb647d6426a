package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** A phase that a build without a machine does in another way, or not at all. */
final class WayPhase implements Phase<BuildMapContext> {

    private final Phase<BuildMapContext> onMachine;
    private final Phase<BuildMapContext> without;

    WayPhase(Phase<BuildMapContext> onMachine, Phase<BuildMapContext> without) {
        this.onMachine = onMachine;
        this.without = without;
    }

    static WayPhase fullOnly(Phase<BuildMapContext> phase) {
        return new WayPhase(phase, null);
    }

    @Override
    public String name() {
        return onMachine.name();
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        if (context.state().needsMachine()) {
            return onMachine.advance(context);
        }
        return without == null ? Advance.done() : without.advance(context);
    }
}
