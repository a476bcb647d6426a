package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A failure as its user reads it: what happened and what to do about it. The phase it happened in is added by the
 * {@linkplain OperationRunner runner}, which knows it. Whatever is quoted in it is {@linkplain ForeignText cleaned} and cut.
 */
public class OperationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Characters of each of the two sentences. */
    private static final int LONGEST = 4000;

    private final String problem;
    private final String remedy;
    private final String phase;
    private final boolean passing;

    /**
     * @param problem what happened, a sentence without its full stop
     * @param remedy what the user can do, a sentence without its full stop; names the parameter, quota or IAM action
     */
    public OperationException(String problem, String remedy) {
        this(problem, remedy, null, null, false);
    }

    /** @param cause kept for the system log, never shown to the user on its own */
    public OperationException(String problem, String remedy, Throwable cause) {
        this(problem, remedy, null, cause, false);
    }

    private OperationException(String problem, String remedy, String phase, Throwable cause, boolean passing) {
        super(message(clean(problem), clean(remedy), phase), cause);
        this.problem = clean(problem);
        this.remedy = clean(remedy);
        this.phase = phase;
        this.passing = passing;
    }

    private static String clean(String sentence) {
        return ForeignText.line(Objects.requireNonNull(sentence), LONGEST);
    }

    private static String message(String problem, String remedy, String phase) {
        return (phase == null ? "" : phase + ": ") + problem + ". " + remedy + ".";
    }

    /** The same failure with its phase named; one that has a phase keeps it. */
    public OperationException in(String phaseName) {
        if (phase != null) {
            return this;
        }
        OperationException named = new OperationException(problem, remedy, phaseName, getCause(), passing);
        named.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            named.addSuppressed(suppressed);
        }
        return named;
    }

    /** The same failure with both sentences put through this, as to mask secrets. */
    public OperationException shown(UnaryOperator<String> how) {
        OperationException shown =
                new OperationException(how.apply(problem), how.apply(remedy), phase, getCause(), passing);
        shown.setStackTrace(getStackTrace());
        return shown;
    }

    /** The same failure, of which is known that it passes: what failed is worth doing again in a moment. */
    public OperationException passing() {
        OperationException known = new OperationException(problem, remedy, phase, getCause(), true);
        known.setStackTrace(getStackTrace());
        return known;
    }

    public boolean isPassing() {
        return passing;
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
