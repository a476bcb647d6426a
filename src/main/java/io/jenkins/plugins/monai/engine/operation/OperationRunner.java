package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    private final C context;
    private final OperationState state;
    private final Saver saver;
    private final EngineLog log;
    private final Clock clock;
    private final Duration maximum;
    private final Heartbeat heartbeat;
    private Watcher watcher = waitingFor -> {};
    private volatile boolean interrupted;
    private volatile String abortReason;
    private volatile boolean abortComes;

    /** Hears whenever something worth showing has changed, on the thread that drives the operation. */
    public interface Watcher {
        /** @param waitingFor null while something is done */
        void changed(String waitingFor);
    }

    private interface Saver {
        void save() throws IOException;
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
        this.context = context;
        this.state = state;
        StateStore<S> safe = store.uninterrupted();
        this.saver = () -> safe.save(state);
        this.log = log;
        this.clock = clock;
        this.maximum = maximum;
        this.heartbeat = new Heartbeat(log, clock);
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
                heartbeat.waiting(phase.name(), advance);
                watcher.changed(advance.waitingFor());
                return advance;
            }
            end(recordOf(phase), null);
        } catch (OperationException | InterruptedException | IOException | RuntimeException e) {
            if (isInterrupt(e) || (abortComes && !isCleanup(phase))) {
                // The flag stays cleared for the clean-up, as AWS calls give up at once while it is set; run() sets it
                // again.
                LOGGER.log(
                        Level.FINE, "Phase " + phase.name() + " of " + state.getRunId() + " was interrupted", shown(e));
                interrupted = true;
                if (isCleanup(phase)) {
                    return Advance.again(Duration.ZERO, "the clean-up, which an interrupt does not stop");
                }
                end(recordOf(phase), aborted(abortReason).in(phase.name()));
            } else {
                end(recordOf(phase), failureOf(phase, e).in(phase.name()));
            }
        }
        return current().isPresent() ? Advance.again(Duration.ZERO, "the next phase") : ended();
    }

    /** Goes straight to the clean-up: the next {@link #advance} begins it. */
    public void abort(String reason) {
        Optional<Phase<C>> current = current();
        if (current.isEmpty() || isCleanup(current.get())) {
            return;
        }
        end(recordOf(current.get()), aborted(reason).in(current.get().name()));
    }

    /**
     * Tells who is about to interrupt the thread that advances: whatever the phase ends in then, the operation was
     * aborted by them. May be called by any thread.
     *
     * @param reason a sentence, such as "Aborted by alice"; null where nobody knows
     */
    public void abortComes(String reason) {
        abortReason = reason;
        abortComes = true;
    }

    /**
     * The one place that decides whether a phase ended since its thread was interrupted: code in between may have taken
     * the interrupt for a connection that broke. Clears the thread's flag.
     */
    private static boolean isInterrupt(Exception e) {
        boolean flagged = Thread.interrupted();
        for (Throwable cause = e; cause != null && !flagged; cause = cause.getCause()) {
            flagged = cause instanceof InterruptedException || cause instanceof ClosedByInterruptException;
        }
        return flagged;
    }

    private OperationException failureOf(Phase<C> phase, Exception e) {
        if (e instanceof OperationException failure) {
            return failure;
        }
        if (e instanceof IOException notSaved) {
            return notSaved(notSaved);
        }
        LOGGER.log(Level.WARNING, "Phase " + phase.name() + " of " + state.getRunId(), shown(e));
        return unexpected(e);
    }

    /** For the system log, which has no secrets in it either. */
    private Throwable shown(Exception e) {
        return new ShownThrowable(e, log::shown);
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

    private boolean isCleanup(Phase<C> phase) {
        return phase == phases.get(phases.size() - 1);
    }

    private Optional<Phase<C>> current() {
        boolean failed = state.failure().isPresent();
        return phases.stream()
                .filter(p -> !failed || isCleanup(p))
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
        log.line(phase.name());
        heartbeat.phaseBegins();
        watcher.changed(null);
        try {
            saver.save();
        } catch (IOException e) {
            if (!isCleanup(phase)) {
                throw e;
            }
            LOGGER.log(Level.WARNING, "The state of " + state.getRunId() + " could not be saved", e);
        }
    }

    /** A phase that failed before it had begun is recorded all the same. */
    private PhaseRecord recordOf(Phase<C> phase) {
        return state.phase(phase.name()).orElseGet(() -> state.begin(phase.name(), clock.millis()));
    }

    private void checkMaximum(Phase<C> phase) throws OperationException {
        Duration taken = Duration.ofMillis(clock.millis() - state.getStartMillis());
        if (!isCleanup(phase) && taken.compareTo(maximum) > 0) {
            throw new OperationException(
                    "The operation took longer than its maximum of " + maximum.toMinutes() + " minutes",
                    "Raise maximumMinutes, or see in the log what took so long");
        }
    }

    private void end(PhaseRecord record, OperationException raw) {
        OperationException failure = raw == null ? null : raw.shown(log::shown);
        record.end(clock.millis(), failure != null);
        if (failure == null) {
            log.line(String.format(Locale.ROOT, "%s done in %.1f s", record.getName(), record.getSeconds()));
        } else {
            boolean first = state.failure().isEmpty();
            log.line((first ? "FAILED " : "ALSO FAILED ") + failure.getMessage());
            state.fail(failure);
        }
        if (record.getName().equals(phases.get(phases.size() - 1).name())) {
            state.finish();
        }
        try {
            saver.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The state of " + state.getRunId() + " could not be saved", e);
        }
        watcher.changed(null);
    }

    private static OperationException aborted(String reason) {
        return new OperationException(
                "The operation was aborted" + (reason == null ? "" : " (" + reason + ")"),
                "What it had made is removed by the clean-up; run it again when you want to");
    }

    private static OperationException notSaved(IOException e) {
        return new OperationException(
                "The state of the operation could not be saved: " + e.getMessage(),
                "Make room on, or repair, the disk that holds the build's record",
                e);
    }

    private static OperationException unexpected(Exception e) {
        return new OperationException(
                "An error nobody foresaw: " + e, "Please report it with the stack trace in the system log", e);
    }
}
