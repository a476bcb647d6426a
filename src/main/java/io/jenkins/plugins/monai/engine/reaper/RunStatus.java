package io.jenkins.plugins.monai.engine.reaper;

import java.time.Instant;
import java.util.Objects;

/**
 * What the controller knows of a run.
 *
 * @param since when the run was over; null unless it is
 */
public record RunStatus(State state, Instant since) {

    /** How it stands with a run. */
    public enum State {
        /** It goes on, is about to begin, or is to be taken up after a restart. */
        ALIVE,
        /** It is over, whatever came of it, and nobody will take it up. */
        OVER,
        /** The controller has no record of it: its build was deleted, its job renamed, or it is another controller's. */
        UNKNOWN
    }

    public RunStatus {
        if (state == State.OVER) {
            Objects.requireNonNull(since, "since");
        }
    }

    public static RunStatus alive() {
        return new RunStatus(State.ALIVE, null);
    }

    public static RunStatus over(Instant since) {
        return new RunStatus(State.OVER, since);
    }

    public static RunStatus unknown() {
        return new RunStatus(State.UNKNOWN, null);
    }
}
