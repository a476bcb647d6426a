package io.jenkins.plugins.monai.engine.map;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** One thing that a verification found. Kept in build records. */
public final class Finding implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How bad it is. */
    public enum Level {
        /** The MAP cannot run. */
        ERROR,
        /** It deviates from the specification and runs all the same. */
        WARN,
        /** Worth knowing; or something that could not be looked at. */
        INFO
    }

    private final Level level;
    private final MapCheck check;
    private final String message;

    public Finding(Level level, MapCheck check, String message) {
        this.level = Objects.requireNonNull(level);
        this.check = Objects.requireNonNull(check);
        this.message = Objects.requireNonNull(message);
    }

    public Level getLevel() {
        return level;
    }

    public MapCheck getCheck() {
        return check;
    }

    /** A sentence without its full stop. */
    public String getMessage() {
        return message;
    }

    Finding shown(UnaryOperator<String> how) {
        return new Finding(level, check, how.apply(message));
    }

    /** {@code WARN 3 version: the label ... is no semantic version}. */
    @Override
    public String toString() {
        return level + " " + check.row() + " " + check.title() + ": " + message;
    }
}
