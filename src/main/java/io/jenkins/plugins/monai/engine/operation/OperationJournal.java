package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what becomes of an operation: its phases in the saved state, and in the log. Whatever goes through it is safe to
 * be shown, and is saved although the thread is interrupted.
 *
 * @param <S> the operation's saved state
 */
public final class OperationJournal<S extends OperationState> {

    private static final Logger LOGGER = Logger.getLogger(OperationJournal.class.getName());

    private final S state;
    private final StateStore<S> store;
    private final SafeLog log;
    private final Clock clock;
    private final PhaseLines lines;
    private final long beganMillis;

    /** @param state a new one, or that of a run that another process began */
    public OperationJournal(S state, StateStore<S> store, EngineLog log, Clock clock) {
        this.state = state;
        this.log = SafeLog.of(log);
        this.store = store.with(this.log);
        this.clock = clock;
        this.beganMillis = clock.millis();
        this.lines = new PhaseLines(state, this.log, clock);
    }

    public S state() {
        return state;
    }

    public EngineLog log() {
        return log;
    }

    public Clock clock() {
        return clock;
    }

    /**
     * To be called before each side effect that cannot be found again by name or tag.
     *
     * @throws OperationException the side effect must not be made
     */
    public void save() throws OperationException {
        try {
            store.save(state);
        } catch (IOException e) {
            throw new OperationException(
                    "The state of the operation could not be saved: " + e.getMessage(),
                    "Make room on, or repair, the disk that holds the build's record",
                    e);
        }
    }

    /** How long this process has been in a phase that has begun: a time in which nobody drove it does not count. */
    public Duration timeIn(String phase) {
        return waitedSince(state.phase(phase).orElseThrow().getStartMillis());
    }

    /**
     * How long ago something was that is waited out, as far as this process has waited.
     *
     * @param millis since the epoch, of whatever process
     */
    public Duration waitedSince(long millis) {
        return since(Math.max(millis, beganMillis));
    }

    /** How long ago the operation began, in whatever process. */
    Duration time() {
        return since(state.getStartMillis());
    }

    private Duration since(long millis) {
        return Duration.ofMillis(clock.millis() - millis);
    }

    boolean isBegun(String phase) {
        return state.phase(phase).isPresent();
    }

    boolean isEnded(String phase) {
        return state.phase(phase).map(PhaseRecord::isEnded).orElse(false);
    }

    /** Goes on with what another process began, the first time. */
    void takeUp() {
        lines.takeUp();
    }

    void begin(String phase) {
        state.begin(phase, clock.millis());
        lines.begin(phase);
    }

    void waiting(String phase, Advance advance) {
        lines.waiting(phase, advance);
    }

    /** The phase, and those after it, will begin anew. */
    void goBackTo(String phase) throws OperationException {
        state.goBackTo(phase);
        save();
    }

    /**
     * A phase that failed before it had begun is recorded all the same.
     *
     * @param raw why it failed; null where it is done
     * @param last whether the operation ends with it
     */
    void end(String phase, OperationException raw, boolean last) {
        PhaseRecord record = state.phase(phase).orElseGet(() -> state.begin(phase, clock.millis()));
        OperationException failure = raw == null ? null : raw.in(phase).shown(log::shown);
        record.end(clock.millis(), failure != null);
        boolean another = failure != null && state.failure().isPresent();
        if (another) {
            lines.alsoFailed(failure);
        } else if (failure != null) {
            state.fail(failure);
        }
        log.caughtUp();
        if (last) {
            state.finish();
        }
        saveIfPossible();
        // After the save, as the words depend on when the phase ended: who takes the state up tells them from it.
        if (!another) {
            lines.end(record);
        }
    }

    /** Where nothing depends on it: after a crash something is looked at, or told, again. */
    public void saveIfPossible() {
        try {
            save();
        } catch (OperationException e) {
            tell(Level.WARNING, "The state of " + state.getRunId() + " could not be saved", e);
        }
    }

    /** For the system log, which has no secrets in it either. */
    void tell(Level level, String what, Exception e) {
        LOGGER.log(level, what, new ShownThrowable(e, log::shown));
    }
}
