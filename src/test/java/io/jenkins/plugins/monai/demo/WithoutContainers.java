package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapOperation;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.lab.Lab;

/**
 * The demo where no containers can be had: all phases up to the upload are real, on this machine in place of the
 * instance; an image cannot be built, so the demo goes on to the clean-up there and says so.
 */
final class WithoutContainers {

    private static final String LAST = "UPLOAD";

    private final Lab lab;
    private final BuildMapOperation operation;
    private final BuildMapState state;

    WithoutContainers(Lab lab, BuildMapOperation operation, BuildMapState state) {
        this.lab = lab;
        this.operation = operation;
        this.state = state;
    }

    void run(DemoReport report) throws OperationException, InterruptedException {
        Advance next = operation.advance();
        while (!next.isDone()) {
            if (isOver(LAST)) {
                stop(report);
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

    private void stop(DemoReport report) throws OperationException, InterruptedException {
        String why = "no containers here: " + lab.whyNoContainers().orElseThrow();
        System.out.println("The demo stops after " + LAST + ", as an image cannot be built: " + why);
        report.stoppedAfter(LAST, why);
        operation.abort(why);
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
