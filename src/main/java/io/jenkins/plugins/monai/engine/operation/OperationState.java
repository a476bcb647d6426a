package io.jenkins.plugins.monai.engine.operation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What survives a restart of any operation: its run id, the phases gone through and the first failure. Subclasses add
 * the resources the operation owns.
 */
public abstract class OperationState implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String runId;
    private final long startMillis;
    private final List<PhaseRecord> phases = new ArrayList<>();
    private String failedPhase;
    private String problem;
    private String remedy;
    private boolean finished;
    private Cleanup cleanup = new Cleanup();

    /** Null in a state that was saved before there were any. */
    private TreeMap<String, Long> logMarks = new TreeMap<>();

    /**
     * @param runId unique to the run, at most 40 characters of {@code [a-z0-9-]}: it is part of tags and names
     * @param startMillis milliseconds since the epoch
     */
    protected OperationState(String runId, long startMillis) {
        if (!runId.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("Not a run id: " + runId);
        }
        this.runId = runId;
        this.startMillis = startMillis;
    }

    public final String getRunId() {
        return runId;
    }

    /** Milliseconds since the epoch. */
    public final long getStartMillis() {
        return startMillis;
    }

    /** In the order they began; the last one may still run. */
    public final List<PhaseRecord> getPhases() {
        return List.copyOf(phases);
    }

    /** Whether the operation, clean-up included, has ended. */
    public final boolean isFinished() {
        return finished;
    }

    /** What was taken away, and what was left. */
    public final Cleanup cleanup() {
        if (cleanup == null) {
            // Saved by a version that had none.
            cleanup = new Cleanup();
        }
        return cleanup;
    }

    /** When the operation, clean-up included, ended, milliseconds since the epoch; 0 before. */
    public final long endMillis() {
        return finished && !phases.isEmpty() ? phases.get(phases.size() - 1).getEndMillis() : 0;
    }

    /** The first failure: later ones, of the clean-up, are only logged. */
    public final Optional<OperationException> failure() {
        return problem == null
                ? Optional.empty()
                : Optional.of(new OperationException(problem, remedy).in(failedPhase));
    }

    /** How far the log had come when the state was saved: see {@link EngineLog#mark}. */
    final Map<String, Long> logMarks() {
        if (logMarks == null) {
            logMarks = new TreeMap<>();
        }
        return logMarks;
    }

    final Optional<PhaseRecord> lastPhase() {
        return phases.isEmpty() ? Optional.empty() : Optional.of(phases.get(phases.size() - 1));
    }

    final Optional<PhaseRecord> phase(String name) {
        return phases.stream().filter(p -> p.getName().equals(name)).findFirst();
    }

    final PhaseRecord begin(String name, long nowMillis) {
        PhaseRecord begun = new PhaseRecord(name, nowMillis);
        phases.add(begun);
        return begun;
    }

    /** Forgets that the phase, and those after it, have begun. */
    final void goBackTo(String name) {
        phases.stream()
                .filter(p -> p.getName().equals(name))
                .findFirst()
                .ifPresent(first ->
                        phases.subList(phases.indexOf(first), phases.size()).clear());
    }

    final void fail(OperationException e) {
        if (problem == null) {
            failedPhase = Objects.requireNonNull(e.phase());
            problem = e.problem();
            remedy = e.remedy();
        }
    }

    final void finish() {
        finished = true;
    }
}
