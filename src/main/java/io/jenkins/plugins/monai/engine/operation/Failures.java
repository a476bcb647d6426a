package io.jenkins.plugins.monai.engine.operation;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

/** The failures that no phase words itself. */
final class Failures {

    private Failures() {}

    /**
     * The one place that decides whether a phase ended since its thread was interrupted: code in between may have taken
     * the interrupt for a connection that broke. Clears the thread's flag.
     */
    static boolean isInterrupt(Exception e) {
        boolean flagged = Thread.interrupted();
        for (Throwable cause = e; cause != null && !flagged; cause = cause.getCause()) {
            flagged = cause instanceof InterruptedException || cause instanceof ClosedByInterruptException;
        }
        return flagged;
    }

    /**
     * @param reason who, or what; null where nobody knows
     * @param last the operation's last phase
     */
    static OperationException aborted(String reason, Phase<?> last) {
        return new OperationException(
                "The operation was aborted" + (reason == null ? "" : " (" + reason + ")"), last.afterAbort());
    }

    static OperationException tookTooLong(Duration maximum) {
        return new OperationException(
                "The operation took longer than its maximum of " + maximum.toMinutes() + " minutes",
                "Raise maximumMinutes, or see in the log what took so long");
    }

    static OperationException notSaved(IOException e) {
        return new OperationException(
                "The state of the operation could not be saved: " + e.getMessage(),
                "Make room on, or repair, the disk that holds the build's record",
                e);
    }

    static OperationException unexpected(Exception e) {
        return new OperationException(
                "An error nobody foresaw: " + e, "Please report it with the stack trace in the system log", e);
    }
}
