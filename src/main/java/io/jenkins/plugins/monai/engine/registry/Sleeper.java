package io.jenkins.plugins.monai.engine.registry;

import java.time.Duration;

/** Waits between two attempts; tests put in one that only counts. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;

    /** The current thread sleeps; it wakes when it is interrupted. */
    static Sleeper real() {
        return duration -> Thread.sleep(duration.toMillis());
    }
}
