package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.map.Fingerprint;
import java.io.Serializable;

/**
 * How a MAP comes about, and why so. Kept in saved states.
 *
 * @see #kind
 */
public final class Way implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The names that Pipelines see. */
    public enum Kind {
        /** A machine is launched and runs the packager. */
        FULL("full"),
        /** New layers are put on the foundation of a MAP that is there; no machine. */
        INCREMENTAL("incremental"),
        /** The MAP is there already; no machine, and nothing is made but its tags. */
        UNCHANGED("unchanged");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        public String shown() {
            return shown;
        }
    }

    private final Kind kind;
    private final String reason;
    private final String recorded;
    private final Fingerprint fingerprint;

    private Way(Kind kind, String reason, String recorded, Fingerprint fingerprint) {
        this.kind = kind;
        this.reason = reason;
        this.recorded = recorded;
        this.fingerprint = fingerprint;
    }

    public static Way full(String reason, Fingerprint fingerprint) {
        return new Way(Kind.FULL, reason, null, fingerprint);
    }

    /** @param recorded digest of the MAP whose foundation is used */
    public static Way incremental(String reason, String recorded, Fingerprint fingerprint) {
        return new Way(Kind.INCREMENTAL, reason, recorded, fingerprint);
    }

    /** @param recorded digest of the MAP itself */
    public static Way unchanged(String reason, String recorded, Fingerprint fingerprint) {
        return new Way(Kind.UNCHANGED, reason, recorded, fingerprint);
    }

    public Kind kind() {
        return kind;
    }

    /** A clause: what follows "since". */
    public String reason() {
        return reason;
    }

    /** Null for {@link Kind#FULL}, and for the first MAP on a base image that has all installed. */
    public String recorded() {
        return recorded;
    }

    /** Of the MAP that is to be. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    public boolean needsMachine() {
        return kind == Kind.FULL;
    }

    /** For the log and the page. */
    @Override
    public String toString() {
        return switch (kind) {
            case FULL -> "Full build on a machine, since " + reason;
            case INCREMENTAL -> "Incremental build without a machine, since " + reason;
            case UNCHANGED -> "Nothing to build, since " + reason;
        };
    }
}
