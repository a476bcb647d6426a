package io.jenkins.plugins.monai.engine.operation;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;

/**
 * Drives an operation through its phases. The last phase is its clean-up: it runs whatever happened before, and the
 * first failure is the one reported. Whoever holds a runner either {@linkplain #advance advances} it from timers of its
 * own, holding no thread in between, or {@linkplain #run runs} it to its end.
 *
 * @param <C> what the phases share
 */
public final class OperationRunner<C> {

    /** How {@link #run} waits between two pieces of work. */
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final List<Phase<C>> phases;
    private final C context;
    private final OperationJournal<?> journal;
    private final Duration maximum;
    private final PassingTrouble trouble = new PassingTrouble();
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
    public OperationRunner(List<Phase<C>> phases, C context, OperationJournal<?> journal, Duration maximum) {
        this.phases = List.copyOf(phases);
        this.context = context;
        this.journal = journal;
        this.maximum = maximum;
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
        journal.takeUp();
        Optional<Phase<C>> current = current();
        if (current.isEmpty()) {
            return ended();
        }
        Phase<C> phase = current.get();
        try {
            begin(phase);
            checkMaximum(phase);
            Advance advance = phase.advance(context);
            trouble.isOver();
            if (!advance.isDone()) {
                if (advance.backTo() != null) {
                    journal.goBackTo(advance.backTo());
                }
                journal.waiting(phase.name(), advance);
                watcher.changed(advance.waitingFor());
                return advance;
            }
            end(phase, null);
        } catch (OperationException | InterruptedException | RuntimeException e) {
            if (isInterrupt(e) || (abortComes && !isCleanup(phase))) {
                // The flag stays cleared for the clean-up, as AWS calls give up at once while it is set; run() sets it
                // again.
                journal.tell(Level.FINE, named(phase) + " was interrupted", e);
                interrupted = true;
                if (isCleanup(phase)) {
                    return Advance.again(Duration.ZERO, "the clean-up, which an interrupt does not stop");
                }
                end(phase, aborted(abortReason));
            } else {
                Optional<Advance> again = again(phase, e);
                if (again.isPresent()) {
                    return again.get();
                }
                end(phase, failureOf(phase, e));
            }
        }
        return current().isPresent() ? Advance.again(Duration.ZERO, "the next phase") : ended();
    }

    /** A phase can be taken up at any point by another process, so it can be by this one. */
    private Optional<Advance> again(Phase<C> phase, Exception e) {
        Optional<Duration> pause = trouble.next(e);
        pause.ifPresent(after -> {
            journal.log()
                    .line(((OperationException) e).problem() + "; tried again, " + trouble.times() + " of at most "
                            + PassingTrouble.MOST + " times");
            journal.tell(Level.FINE, named(phase) + " is tried again", e);
            watcher.changed("AWS to take it again");
        });
        return pause.map(after -> Advance.again(after, "AWS to take it again"));
    }

    /** Goes straight to the clean-up: the next {@link #advance} begins it. */
    public void abort(String reason) {
        journal.takeUp();
        Optional<Phase<C>> current = current();
        if (current.isPresent() && !isCleanup(current.get())) {
            end(current.get(), aborted(reason));
        }
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
        journal.tell(Level.WARNING, named(phase), e);
        return unexpected(e);
    }

    private String named(Phase<C> phase) {
        return "Phase " + phase.name() + " of " + journal.state().getRunId();
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
        boolean failed = journal.state().failure().isPresent();
        return phases.stream()
                .filter(p -> !failed || isCleanup(p))
                .filter(p -> !journal.isEnded(p.name()))
                .findFirst();
    }

    private Advance ended() throws OperationException {
        Optional<OperationException> failure = journal.state().failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Advance.done();
    }

    private void begin(Phase<C> phase) throws OperationException {
        if (journal.isBegun(phase.name())) {
            return;
        }
        journal.begin(phase.name());
        watcher.changed(null);
        if (isCleanup(phase)) {
            journal.saveIfPossible();
        } else {
            journal.save();
        }
    }

    private void checkMaximum(Phase<C> phase) throws OperationException {
        if (!isCleanup(phase) && journal.time().compareTo(maximum) > 0) {
            throw new OperationException(
                    "The operation took longer than its maximum of " + maximum.toMinutes() + " minutes",
                    "Raise maximumMinutes, or see in the log what took so long");
        }
    }

    private void end(Phase<C> phase, OperationException failure) {
        trouble.isOver();
        journal.end(phase.name(), failure, isCleanup(phase));
        watcher.changed(null);
    }

    private OperationException aborted(String reason) {
        return new OperationException(
                "The operation was aborted" + (reason == null ? "" : " (" + reason + ")"),
                phases.get(phases.size() - 1).afterAbort());
    }

    private static OperationException unexpected(Exception e) {
        return new OperationException(
                "An error nobody foresaw: " + e, "Please report it with the stack trace in the system log", e);
    }
}
