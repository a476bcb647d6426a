package io.jenkins.plugins.monai.engine.operation;

import java.util.Objects;

/**
 * A failure as its user reads it: what happened and what to do about it. The phase it happened in is added by the
 * {@linkplain OperationRunner runner}, which knows it.
 */
public final class OperationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;
    private final String phase;

    /**
     * @param problem what happened, a sentence without its full stop
     * @param remedy what the user can do, a sentence without its full stop; names the parameter, quota or IAM action
     */
    public OperationException(String problem, String remedy) {
        this(problem, remedy, null, null);
    }

    /** @param cause kept for the system log, never shown to the user on its own */
    public OperationException(String problem, String remedy, Throwable cause) {
        this(problem, remedy, null, cause);
    }

    private OperationException(String problem, String remedy, String phase, Throwable cause) {
        super(message(problem, remedy, phase), cause);
        this.problem = Objects.requireNonNull(problem);
        this.remedy = Objects.requireNonNull(remedy);
        this.phase = phase;
    }

    private static String message(String problem, String remedy, String phase) {
        return (phase == null ? "" : phase + ": ") + problem + ". " + remedy + ".";
    }

    /** The same failure with its phase named; one that has a phase keeps it. */
    public OperationException in(String phaseName) {
        if (phase != null) {
            return this;
        }
        OperationException named = new OperationException(problem, remedy, phaseName, getCause());
        named.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            named.addSuppressed(suppressed);
        }
        return named;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }

    /** The phase's name, or null while it has not been named. */
    public String phase() {
        return phase;
    }
}
