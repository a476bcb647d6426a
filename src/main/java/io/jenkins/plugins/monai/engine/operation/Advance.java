package io.jenkins.plugins.monai.engine.operation;

import java.time.Duration;
import java.util.Objects;

/** What one short piece of work of a phase came to: the phase is done, or is to be advanced again after a while. */
public final class Advance {

    private static final Advance DONE = new Advance(null, null);

    private final Duration after;
    private final String waitingFor;

    private Advance(Duration after, String waitingFor) {
        this.after = after;
        this.waitingFor = waitingFor;
    }

    /** The phase has reached its goal. */
    public static Advance done() {
        return DONE;
    }

    /**
     * @param after how long to wait before the phase is advanced again
     * @param waitingFor what is waited for, for thread dumps and the build page
     */
    public static Advance again(Duration after, String waitingFor) {
        return new Advance(Objects.requireNonNull(after), Objects.requireNonNull(waitingFor));
    }

    public boolean isDone() {
        return after == null;
    }

    /** Null when {@linkplain #isDone() done}. */
    public Duration after() {
        return after;
    }

    /** Null when {@linkplain #isDone() done}. */
    public String waitingFor() {
        return waitingFor;
    }
}
