package io.jenkins.plugins.monai.engine.buildmap;

import java.io.Serializable;

/** How far a command that runs detached on the machine has been followed. */
final class CommandProgress implements Serializable {

    private static final long serialVersionUID = 1L;

    private boolean started;
    private long offset;
    private long unreachableSinceMillis;

    boolean started() {
        return started;
    }

    void start() {
        started = true;
    }

    /** The bytes of its log that were read. */
    long offset() {
        return offset;
    }

    void readTo(long newOffset) {
        offset = newOffset;
        unreachableSinceMillis = 0;
    }

    /** Since when the machine has not answered, milliseconds since the epoch. */
    long unreachableSince(long nowMillis) {
        if (unreachableSinceMillis == 0) {
            unreachableSinceMillis = nowMillis;
        }
        return unreachableSinceMillis;
    }
}
