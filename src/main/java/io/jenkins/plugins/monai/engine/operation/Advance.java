package io.jenkins.plugins.monai.engine.operation;

import java.time.Duration;
import java.util.Objects;

/** What one short piece of work of a phase came to: the phase is done, or is to be advanced again after a while. */
public final class Advance {

    private static final Advance DONE = new Advance(null, null, null);

    private final Duration after;
    private final String waitingFor;
    private final String backTo;

    private Advance(Duration after, String waitingFor, String backTo) {
        this.after = after;
        this.waitingFor = waitingFor;
        this.backTo = backTo;
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
        return new Advance(Objects.requireNonNull(after), Objects.requireNonNull(waitingFor), null);
    }

    /**
     * What earlier phases had reached is lost: the operation goes on from one of them as if it had not been there yet.
     *
     * @param phase an earlier phase's name, which undoes nothing itself: whoever asks has done that
     */
    public static Advance backTo(String phase) {
        return new Advance(Duration.ZERO, "the phase " + phase + " again", Objects.requireNonNull(phase));
    }

    public boolean isDone() {
        return after == null;
    }

    /** The phase to go back to; null where the operation goes on. */
    String backTo() {
        return backTo;
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
