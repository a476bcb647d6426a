package io.jenkins.plugins.monai.execution;

import hudson.AbortException;
import hudson.model.Computer;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * Drives an operation from timers: a thread is held only while a piece of work is done, not while AWS or the machine
 * works. One piece at a time. Whatever ends the operation, its clean-up is over when the outcome is told.
 */
final class OperationDriver {

    private static final Logger LOGGER = Logger.getLogger(OperationDriver.class.getName());

    private final String name;
    private final OperationOpening opening;
    private final OperationOutcome outcome;
    private final Jenkins jenkins = Jenkins.get();
    private volatile Operation operation;
    private int failedOpenings;
    private Throwable broken;
    private Future<?> appointment;
    private Thread interruptible;
    private boolean working;
    private boolean ended;
    private Throwable stopCause;
    private String waitingFor;

    /** @param name for messages: the step's */
    OperationDriver(String name, OperationOpening opening, OperationOutcome outcome) {
        this.name = name;
        this.opening = opening;
        this.outcome = outcome;
    }

    /** Returns at once. */
    synchronized void begin() {
        schedule(Duration.ZERO);
    }

    /** Returns at once; the outcome is this cause, told when the clean-up is over. */
    synchronized void stop(Throwable cause) {
        if (stopCause != null || ended) {
            return;
        }
        stopCause = cause;
        if (operation != null) {
            operation.abortComes(reason(cause));
        }
        if (interruptible != null) {
            interruptible.interrupt();
        } else if (!working) {
            schedule(Duration.ZERO);
        }
    }

    synchronized String status() {
        return working || waitingFor == null ? "working" : "waiting for " + waitingFor;
    }

    /** Timer threads are few and must not block. There is one appointment at a time: a stop moves it up. */
    private void schedule(Duration after) {
        if (appointment != null) {
            appointment.cancel(false);
        }
        appointment = Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.execute(this::work),
                        after.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void work() {
        Throwable stop;
        synchronized (this) {
            // What a controller that goes down began would be lost half way: the next one resumes.
            if (working || ended || isGoingDown()) {
                return;
            }
            working = true;
            stop = stopCause;
        }
        Advance next = null;
        try {
            next = advance(stop);
        } finally {
            done(stop, next);
        }
    }

    private boolean isGoingDown() {
        return Jenkins.getInstanceOrNull() != jenkins || jenkins.isTerminating();
    }

    /** An interrupt is meant for the piece of work alone, so none can come, and none is left, once it is over. */
    private synchronized void done(Throwable stop, Advance next) {
        pieceOver();
        working = false;
        if (next == null) {
            ended = true;
        } else {
            waitingFor = next.waitingFor();
            schedule(stop == stopCause ? next.after() : Duration.ZERO);
        }
    }

    /** @return null when the operation is over and its outcome told */
    private Advance advance(Throwable stop) {
        try {
            if (operation == null) {
                Optional<Advance> later = open();
                if (later.isPresent()) {
                    return later.get();
                }
            }
            if (stop != null) {
                operation.abort(reason(stop));
            } else if (broken != null) {
                operation.abort(broken.toString());
            }
            pieceBegins(stop);
            Advance advance = operation.advance();
            pieceOver();
            if (!advance.isDone()) {
                return advance;
            }
            Map<String, String> outputs = operation.outputs();
            close();
            outcome.succeeded(outputs);
        } catch (OperationException e) {
            fail(broken == null ? readable(e) : broken);
        } catch (IOException | InterruptedException e) {
            ShownThrowable shown = shown(e);
            LOGGER.log(Level.WARNING, name, shown);
            fail(new AbortException(name + " could not begin: " + shown));
        } catch (RuntimeException | Error e) { // an error must not keep the clean-up from being tried
            ShownThrowable shown = shown(e);
            LOGGER.log(Level.WARNING, name, shown);
            if (operation != null && broken == null) {
                broken = shown;
                return Advance.again(Duration.ZERO, "the clean-up");
            }
            fail(shown);
        }
        return null;
    }

    /** @return when to try again where it could not be opened */
    private Optional<Advance> open() throws OperationException, IOException, InterruptedException {
        try {
            operation = opening.open();
        } catch (OperationException | IOException e) {
            Optional<Duration> after = opening.again(++failedOpenings, e);
            if (after.isPresent()) {
                return Optional.of(Advance.again(after.get(), "another try to take it up"));
            }
            Optional<Operation> cleanUp = opening.cleanUp(e);
            if (cleanUp.isEmpty()) {
                throw e;
            }
            operation = cleanUp.get();
            operation.abort("it could not be taken up after the restart of the controller: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** A stop that came since the thread last looked stops this piece. */
    private synchronized void pieceBegins(Throwable stop) {
        interruptible = Thread.currentThread();
        if (stop != stopCause) {
            // It may have come before there was an operation to tell.
            operation.abortComes(reason(stopCause));
            interruptible.interrupt();
        }
    }

    private synchronized void pieceOver() {
        if (interruptible != null) {
            interruptible = null;
            Thread.interrupted();
        }
    }

    private void fail(Throwable cause) {
        close();
        Throwable stopped;
        synchronized (this) {
            stopped = stopCause;
        }
        outcome.failed(stopped == null ? cause : stopped);
    }

    private void close() {
        pieceOver();
        if (operation != null) {
            try {
                operation.close();
            } catch (RuntimeException e) { // the outcome is to be told all the same
                LOGGER.log(Level.WARNING, name, shown(e));
            }
        }
    }

    /** What comes from outside of the phases, which the engine shows itself, has foreign text and secrets in it, too. */
    private ShownThrowable shown(Throwable e) {
        return new ShownThrowable(e, operation == null ? ForeignText::clean : operation::shown);
    }

    /** A failure its user can read needs no stack trace in the build's log. */
    private AbortException readable(OperationException e) {
        ShownThrowable shown = shown(e);
        LOGGER.log(Level.FINE, name, shown);
        return new AbortException(name + ": " + shown.getMessage());
    }

    private static String reason(Throwable stop) {
        return stop instanceof FlowInterruptedException interrupted
                ? interrupted.getCauses().stream()
                        .map(CauseOfInterruption::getShortDescription)
                        .collect(Collectors.joining("; "))
                : stop.getMessage();
    }
}
