package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Begins an operation, or takes over that of a process that is gone; may block. */
interface OperationOpening {
    Operation open() throws OperationException, IOException, InterruptedException;

    /**
     * After a failure: when to try again.
     *
     * @param failures so far, this one included
     * @return empty for never
     */
    default Optional<Duration> again(int failures, Exception failure) {
        return Optional.empty();
    }

    /**
     * After the last failure: an operation that does no more than clean up.
     *
     * @return empty where there is nothing to clean up
     */
    default Optional<Operation> cleanUp(Exception failure)
            throws OperationException, IOException, InterruptedException {
        return Optional.empty();
    }
}
