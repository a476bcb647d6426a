package io.jenkins.plugins.monai.engine.operation;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What became of one resource in a clean-up. Kept in build records. */
public final class CleanupEntry implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How it ended. */
    public enum Outcome {
        REMOVED,
        /** It is there still: the note says why. */
        LEFT,
        /** There was none. */
        NOTHING
    }

    private final ResourceKind kind;
    private final String id;
    private final Outcome outcome;
    private final long millis;
    private final String note;
    private final boolean told;

    CleanupEntry(ResourceKind kind, String id, Outcome outcome, long millis, String note) {
        this(kind, id, outcome, millis, note, false);
    }

    private CleanupEntry(ResourceKind kind, String id, Outcome outcome, long millis, String note, boolean told) {
        this.kind = Objects.requireNonNull(kind);
        this.id = Objects.requireNonNull(id);
        this.outcome = Objects.requireNonNull(outcome);
        this.millis = millis;
        this.note = Objects.requireNonNull(note);
        this.told = told;
    }

    public ResourceKind getKind() {
        return kind;
    }

    /** The id that AWS gave it, or the name that was given to it. */
    public String getId() {
        return id;
    }

    public Outcome getOutcome() {
        return outcome;
    }

    /** When that was known, milliseconds since the epoch. */
    public long getMillis() {
        return millis;
    }

    /** Why it is left; else empty. */
    public String getNote() {
        return note;
    }

    /** The same with id and note put through this, as to mask secrets. */
    public CleanupEntry shown(UnaryOperator<String> how) {
        return new CleanupEntry(kind, how.apply(id), outcome, millis, how.apply(note), told);
    }

    /** Whether the log has it. */
    boolean isTold() {
        return told;
    }

    CleanupEntry asTold() {
        return new CleanupEntry(kind, id, outcome, millis, note, true);
    }

    boolean isOf(ResourceKind otherKind, String otherId) {
        return kind == otherKind && id.equals(otherId);
    }

    /** {@code machine i-0123}. */
    public String what() {
        return kind.label() + " " + id;
    }

    /** {@code machine i-0123: removed}. */
    @Override
    public String toString() {
        return switch (outcome) {
            case REMOVED -> what() + ": removed";
            case LEFT -> what() + ": left (" + note + ")";
            case NOTHING -> kind.label() + ": nothing to remove";
        };
    }
}
