package io.jenkins.plugins.monai.engine.buildmap;

import java.io.Serializable;

/** How far a command that runs detached on the machine has been followed. */
public final class CommandProgress implements Serializable {

    private static final long serialVersionUID = 1L;

    private boolean started;
    private long offset;
    private long unreachableSinceMillis;

    public boolean started() {
        return started;
    }

    public void start() {
        started = true;
    }

    /** The machine it ran on is gone. */
    void forget() {
        started = false;
        offset = 0;
        unreachableSinceMillis = 0;
    }

    /** The bytes of its log that were read. */
    public long offset() {
        return offset;
    }

    public void readTo(long newOffset) {
        offset = newOffset;
        answered();
    }

    /** The machine has answered, with nothing new. */
    public void answered() {
        unreachableSinceMillis = 0;
    }

    /** Since when the machine has not answered, milliseconds since the epoch. */
    public long unreachableSince(long nowMillis) {
        if (unreachableSinceMillis == 0) {
            unreachableSinceMillis = nowMillis;
        }
        return unreachableSinceMillis;
    }
}
