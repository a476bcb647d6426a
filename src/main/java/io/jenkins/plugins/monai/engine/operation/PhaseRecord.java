package io.jenkins.plugins.monai.engine.operation;

import java.io.Serializable;

/** When a phase began and ended. A class, not a record: it is kept in build records, which XStream writes. */
public final class PhaseRecord implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final long startMillis;
    private long endMillis;
    private boolean failed;

    public PhaseRecord(String name, long startMillis) {
        this.name = name;
        this.startMillis = startMillis;
    }

    public String getName() {
        return name;
    }

    /** Milliseconds since the epoch. */
    public long getStartMillis() {
        return startMillis;
    }

    /** Milliseconds since the epoch, 0 while the phase runs. */
    public long getEndMillis() {
        return endMillis;
    }

    public boolean isFailed() {
        return failed;
    }

    public boolean isEnded() {
        return endMillis != 0;
    }

    /** As it is at this moment. */
    public PhaseRecord copy() {
        PhaseRecord copy = new PhaseRecord(name, startMillis);
        copy.endMillis = endMillis;
        copy.failed = failed;
        return copy;
    }

    void end(long nowMillis, boolean withFailure) {
        endMillis = nowMillis;
        failed = withFailure;
    }

    /** How long the phase took, in seconds with millisecond precision; 0 while it runs. */
    public double getSeconds() {
        return isEnded() ? (endMillis - startMillis) / 1000.0 : 0;
    }
}
