package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Drives an operation through its phases. The last phase is its clean-up: it runs whatever happened before, and the
 * first failure is the one reported. Whoever holds a runner either {@linkplain #advance advances} it from timers of its
 * own, holding no thread in between, or {@linkplain #run runs} it to its end.
 *
 * @param <C> what the phases share
 */
public final class OperationRunner<C> {

    private static final Logger LOGGER = Logger.getLogger(OperationRunner.class.getName());

    /** How {@link #run} waits between two pieces of work. */
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final List<Phase<C>> phases;
    private final Phase<C> last;
    private final C context;
    private final OperationState state;
    private final Uninterrupted.Writing saving;
    private final EngineLog log;
    private final Clock clock;
    private final Duration maximum;
    private final PhaseLines lines;
    private Watcher watcher = waitingFor -> {};
    private volatile boolean interrupted;
    private volatile String abortReason;
    private volatile boolean abortComes;

    /** Hears whenever something worth showing has changed, on the thread that drives the operation. */
    public interface Watcher {
        /** @param waitingFor null while something is done */
        void changed(String waitingFor);
    }

    /**
     * @param phases in order; the last one is the clean-up
     * @param maximum how long all but the clean-up may take, from the state's start
     */
    public <S extends OperationState> OperationRunner(
            List<Phase<C>> phases,
            C context,
            S state,
            StateStore<S> store,
            EngineLog log,
            Clock clock,
            Duration maximum) {
        this.phases = List.copyOf(phases);
        this.last = phases.get(phases.size() - 1);
        this.context = context;
        this.state = state;
        this.saving = () -> store.with(log).save(state);
        this.log = log;
        this.clock = clock;
        this.maximum = maximum;
        this.lines = new PhaseLines(state, log, clock);
    }

    /** To be called before the first {@link #advance}. */
    public void watchedBy(Watcher value) {
        watcher = value;
    }

    /**
     * Does the next short piece of work.
     *
     * @return done when the operation, clean-up included, has ended well
     * @throws OperationException the operation has failed and its clean-up is over
     */
    public Advance advance() throws OperationException {
        lines.takeUp();
        Optional<Phase<C>> current = current();
        if (current.isEmpty()) {
            return ended();
        }
        Phase<C> phase = current.get();
        try {
            begin(phase);
            checkMaximum(phase);
            Advance advance = phase.advance(context);
            if (!advance.isDone()) {
                lines.waiting(phase.name(), advance);
                watcher.changed(advance.waitingFor());
                return advance;
            }
            end(recordOf(phase), null);
        } catch (OperationException | InterruptedException | IOException | RuntimeException e) {
            if (Failures.isInterrupt(e) || (abortComes && phase != last)) {
                // The flag stays cleared for the clean-up, as AWS calls give up while it is set; run() sets it again.
                note(Level.FINE, phase, e);
                interrupted = true;
                if (phase == last) {
                    return Advance.again(Duration.ZERO, "the clean-up, which an interrupt does not stop");
                }
                end(recordOf(phase), Failures.aborted(abortReason, last).in(phase.name()));
            } else {
                end(recordOf(phase), failureOf(phase, e).in(phase.name()));
            }
        }
        return current().isPresent() ? Advance.again(Duration.ZERO, "the next phase") : ended();
    }

    /** Goes straight to the clean-up: the next {@link #advance} begins it. */
    public void abort(String reason) {
        lines.takeUp();
        Optional<Phase<C>> current = current();
        if (current.isEmpty() || current.get() == last) {
            return;
        }
        end(
                recordOf(current.get()),
                Failures.aborted(reason, last).in(current.get().name()));
    }

    /**
     * Tells who is about to interrupt the thread that advances: whatever the phase ends in then, the operation was
     * aborted by them. May be called by any thread.
     *
     * @param reason such as "Aborted by alice"; null where nobody knows
     */
    public void abortComes(String reason) {
        abortReason = reason;
        abortComes = true;
    }

    /** In the system log, which has no secrets in it either. */
    private void note(Level level, Phase<C> phase, Exception e) {
        LOGGER.log(level, "Phase " + phase.name() + " of " + state.getRunId(), new ShownThrowable(e, log::shown));
    }

    private OperationException failureOf(Phase<C> phase, Exception e) {
        if (e instanceof OperationException failure) {
            return failure;
        }
        if (e instanceof IOException notSaved) {
            return Failures.notSaved(notSaved);
        }
        note(Level.WARNING, phase, e);
        return Failures.unexpected(e);
    }

    /**
     * Advances to the end. An interrupt aborts the operation; its clean-up is carried out all the same, and the thread
     * is interrupted again afterwards.
     *
     * @throws OperationException the operation has failed or was aborted; nothing of it is left running but for what
     *     the log says
     */
    public void run(Pause pause) throws OperationException {
        try {
            Advance next = advance();
            while (!next.isDone()) {
                try {
                    pause.of(next.after());
                } catch (InterruptedException e) {
                    interrupted = true;
                    abort(null);
                }
                next = advance();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Phase<C>> current() {
        boolean failed = state.failure().isPresent();
        return phases.stream()
                .filter(p -> !failed || p == last)
                .filter(p -> !state.phase(p.name()).map(PhaseRecord::isEnded).orElse(false))
                .findFirst();
    }

    private Advance ended() throws OperationException {
        Optional<OperationException> failure = state.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Advance.done();
    }

    private void begin(Phase<C> phase) throws IOException {
        if (state.phase(phase.name()).isPresent()) {
            return;
        }
        state.begin(phase.name(), clock.millis());
        lines.begin(phase.name());
        watcher.changed(null);
        if (phase == last) {
            saveIfPossible();
        } else {
            saving.write();
        }
    }

    private void saveIfPossible() {
        try {
            saving.write();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The state of " + state.getRunId() + " could not be saved", e);
        }
    }

    /** A phase that failed before it had begun is recorded all the same. */
    private PhaseRecord recordOf(Phase<C> phase) {
        return state.phase(phase.name()).orElseGet(() -> state.begin(phase.name(), clock.millis()));
    }

    private void checkMaximum(Phase<C> phase) throws OperationException {
        Duration taken = Duration.ofMillis(clock.millis() - state.getStartMillis());
        if (phase != last && taken.compareTo(maximum) > 0) {
            throw Failures.tookTooLong(maximum);
        }
    }

    private void end(PhaseRecord record, OperationException raw) {
        OperationException failure = raw == null ? null : raw.shown(log::shown);
        record.end(clock.millis(), failure != null);
        boolean another = failure != null && state.failure().isPresent();
        if (another) {
            lines.alsoFailed(failure);
        } else if (failure != null) {
            state.fail(failure);
        }
        log.caughtUp();
        if (record.getName().equals(last.name())) {
            state.finish();
        }
        saveIfPossible();
        // After the save, as the words depend on when the phase ended: who takes the state up tells them from it.
        if (!another) {
            lines.end(record);
        }
        watcher.changed(null);
    }
}
