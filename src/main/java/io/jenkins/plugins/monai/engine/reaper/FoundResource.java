package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.util.Objects;

/**
 * Something of this controller that was found in an account.
 *
 * @param id EC2's
 * @param run the id of its run; empty for what is of no run
 * @param standing the name of the inference machine it is of; empty for none
 * @param job a job's full name and build number; may be empty
 * @param machine null unless it is a machine
 * @param cost USD an hour and what comes of it; null where the price table has no price, or it costs nothing
 */
public record FoundResource(
        ResourceKind kind,
        String id,
        String region,
        String run,
        String standing,
        String job,
        Verdict verdict,
        FoundMachine machine,
        RunningCost cost) {

    public FoundResource {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
        Objects.requireNonNull(region);
        Objects.requireNonNull(run);
        Objects.requireNonNull(standing);
        Objects.requireNonNull(job);
        Objects.requireNonNull(verdict);
    }
}
