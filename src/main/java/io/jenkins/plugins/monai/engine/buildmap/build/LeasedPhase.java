package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** A phase in which the machine can be reached and is needed: its lease is renewed as long as somebody advances it. */
final class LeasedPhase implements Phase<BuildMapContext> {

    private final Phase<BuildMapContext> phase;

    LeasedPhase(Phase<BuildMapContext> phase) {
        this.phase = phase;
    }

    @Override
    public String name() {
        return phase.name();
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        if (!context.state().needsMachine()) {
            return phase.advance(context);
        }
        context.lease().workBegins();
        try {
            return phase.advance(context);
        } finally {
            context.lease().workEnds();
        }
    }
}
