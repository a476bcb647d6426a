package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.cost.PriceTable;
import java.time.Clock;

/**
 * By what is told what is left over.
 *
 * @param controller as in {@link io.jenkins.plugins.monai.engine.machine.RunIdentity#controller}
 */
public record ReaperContext(String controller, KnownRuns runs, PriceTable prices, Clock clock) {

    /** @throws IllegalArgumentException a controller without an identity would find what is everybody's */
    public ReaperContext {
        if (controller.isBlank()) {
            throw new IllegalArgumentException("The controller has no identity");
        }
    }
}
