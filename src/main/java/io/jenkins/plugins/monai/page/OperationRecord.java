package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One operation of a build, as it is kept in the build's record: no secrets, no SDK types. */
public final class OperationRecord implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Ids of the runs whose operations this process drives. */
    private static final Set<String> DRIVEN = ConcurrentHashMap.newKeySet();

    private final String runId;
    private final String step;
    private final String subject;
    private final String region;
    private LinkedHashMap<String, String> outputs;
    private OperationSnapshot snapshot;
    private transient Supplier<OperationSnapshot> live;

    OperationRecord(String runId, String step, String subject, String region) {
        this.runId = runId;
        this.step = step;
        this.subject = subject;
        this.region = region;
    }

    public String getRunId() {
        return runId;
    }

    /** The Pipeline step's name. */
    public String getStep() {
        return step;
    }

    /** What it was about: an application, a bucket. */
    public String getSubject() {
        return subject;
    }

    public String getRegion() {
        return region;
    }

    /** What the step returned; empty while it runs, or when it failed. */
    public synchronized Map<String, String> getOutputs() {
        return outputs == null ? Map.of() : Collections.unmodifiableMap(outputs);
    }

    public synchronized void succeeded(Map<String, String> values) {
        outputs = new LinkedHashMap<>(values);
    }

    /** From now on the operation itself is asked how far it has come. */
    public synchronized void follow(Supplier<OperationSnapshot> operation) {
        live = operation;
        DRIVEN.add(runId);
    }

    /**
     * Notes how far the operation has come, for a time when it can no longer be asked.
     *
     * @return whether it is in another phase than at the last time, so that the build's record is worth saving
     */
    public synchronized boolean note() {
        if (live == null) {
            return false;
        }
        OperationSnapshot before = snapshot;
        snapshot = live.get();
        return before == null
                || before.isFinished() != snapshot.isFinished()
                || !Objects.equals(before.getCurrentPhase(), snapshot.getCurrentPhase());
    }

    /** The operation is not driven by this process any longer. */
    public synchronized void unfollow() {
        note();
        live = null;
        DRIVEN.remove(runId);
    }

    /** Whether this process drives the operation. */
    synchronized boolean isLive() {
        return live != null;
    }

    /** Whether this process drives an operation of that run, whatever has become of its build's name. */
    public static boolean isDriven(String runId) {
        return DRIVEN.contains(runId);
    }

    /** When the operation, clean-up included, was over; empty while it may go on, and where it was cut off. */
    public synchronized Optional<Instant> overSince() {
        return live == null && snapshot != null && snapshot.isFinished()
                ? Optional.of(Instant.ofEpochMilli(snapshot.getEndMillis()))
                : Optional.empty();
    }

    /** Whether the operation is not over, and nobody goes on with it. */
    public synchronized boolean isCutOff() {
        return live == null && snapshot != null && !snapshot.isFinished();
    }

    /** How far the operation has come; empty where it could not begin, or was begun by a version that kept none. */
    synchronized Optional<OperationSnapshot> snapshot() {
        return Optional.ofNullable(live == null ? snapshot : live.get());
    }
}
