package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.buildmap.build.BuildMapOperation;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;

/**
 * The demo where no containers can be had: all phases up to the upload are real, on this machine in place of the
 * instance; an image cannot be built, so the demo goes on to the clean-up there and says so. Nothing has failed then.
 */
final class WithoutContainers {

    static final String LAST = "UPLOAD";

    private final BuildMapOperation operation;
    private final BuildMapState state;
    private final ConsoleLog log;

    WithoutContainers(BuildMapOperation operation, BuildMapState state, ConsoleLog log) {
        this.operation = operation;
        this.state = state;
        this.log = log;
    }

    /** @param why there are no containers, as a clause */
    void run(String why) throws OperationException, InterruptedException {
        Advance next = operation.advance();
        while (!next.isDone()) {
            if (isOver(LAST)) {
                stop(why);
                return;
            }
            Thread.sleep(next.after().toMillis());
            next = operation.advance();
        }
        throw new IllegalStateException("The operation ended before " + LAST);
    }

    private boolean isOver(String phase) {
        return state.getPhases().stream().anyMatch(p -> p.getName().equals(phase) && p.isEnded() && !p.isFailed());
    }

    /** An operation knows two ends, and calls the one that is asked for from outside a failure. */
    private void stop(String why) throws OperationException {
        log.without(() -> operation.abort(why));
        try {
            operation.run(pause -> Thread.sleep(pause.toMillis()));
            throw new IllegalStateException("An aborted operation cannot end well");
        } catch (OperationException aborted) {
            if (state.getPhases().stream().anyMatch(p -> p.getName().equals("CLEANUP") && p.isFailed())) {
                throw aborted;
            }
        }
    }
}
