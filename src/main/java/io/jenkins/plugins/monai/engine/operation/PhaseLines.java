package io.jenkins.plugins.monai.engine.operation;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** The lines that frame those of the phases: each once, whoever drives the operation to its end. */
final class PhaseLines {

    private final OperationState state;
    private final EngineLog log;
    private final Clock clock;
    private final Heartbeat heartbeat;
    private boolean takenUp;

    PhaseLines(OperationState state, EngineLog log, Clock clock) {
        this.state = state;
        this.log = log;
        this.clock = clock;
        this.heartbeat = new Heartbeat(log, clock);
    }

    /** Goes on with what another process began: what was told after the last save is told again, for the log to drop. */
    void takeUp() {
        if (takenUp) {
            return;
        }
        takenUp = true;
        // Also of a state that is new: its process may have died between its first line and its first save.
        log.resume(state.logMarks());
        Optional<PhaseRecord> last = state.lastPhase();
        last.map(PhaseRecord::getStartMillis).ifPresent(heartbeat::phaseBegan);
        last.filter(PhaseRecord::isEnded).ifPresent(this::end);
    }

    /** Before the save that tells of it. */
    void begin(String phase) {
        log.line(phase);
        heartbeat.phaseBegan(clock.millis());
    }

    void waiting(String phase, Advance advance) {
        heartbeat.waiting(phase, advance);
    }

    /** After the save that tells of it, as the words depend on when the phase ended: {@link #takeUp} finds them again. */
    void end(PhaseRecord record) {
        if (!record.isFailed()) {
            log.line(String.format(Locale.ROOT, "%s done in %.1f s", record.getName(), record.getSeconds()));
            return;
        }
        state.failure()
                .filter(first -> record.getName().equals(first.phase()))
                .ifPresent(first -> log.line("FAILED " + first.getMessage()));
    }

    /** Of the clean-up, after the first failure: the state does not keep it. */
    void alsoFailed(OperationException failure) {
        log.line("ALSO FAILED " + failure.getMessage());
    }
}
