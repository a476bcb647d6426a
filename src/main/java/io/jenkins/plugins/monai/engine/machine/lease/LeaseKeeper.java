package io.jenkins.plugins.monai.engine.machine.lease;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.LeaseTerms;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Renews a machine's lease while its run is worked on: beside the work, since one piece of it (an upload, say) may take
 * longer than the lease. A run that nobody works on any more lets its lease run out, whether its process is dead or not.
 */
public final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(LeaseKeeper.class.getName());

    /** Longer than any pause between two pieces of work. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    /** Short-lived threads of its own: a renewal may wait for a machine that does not answer. */
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "Renewal of a machine's lease");
        thread.setDaemon(true);
        thread.start();
    };

    /** The way to the machine. */
    public interface Way {
        /**
         * A connection that nothing else uses.
         *
         * @throws OperationException there is none
         */
        RemoteShell open() throws OperationException;
    }

    private final LeaseRenewal renewal;
    private final LeaseTerms terms;
    private final Way way;
    private final Function<Duration, Executor> later;
    private RemoteShell shell;
    private volatile boolean started;
    private volatile boolean closed;
    private volatile boolean working;
    private volatile long workedNanos;

    public LeaseKeeper(AwsClients aws, LeaseTerms terms, MachineState state, EngineLog log, Clock clock, Way way) {
        this(aws, terms, state, log, clock, way, LeaseKeeper::after);
    }

    /** @param later what runs the next turn after a while */
    LeaseKeeper(
            AwsClients aws,
            LeaseTerms terms,
            MachineState state,
            EngineLog log,
            Clock clock,
            Way way,
            Function<Duration, Executor> later) {
        this.terms = terms;
        this.later = later;
        this.renewal = new LeaseRenewal(aws, terms, state, log, clock);
        this.way = way;
    }

    /** A piece of work on a machine that can be reached begins. */
    public void workBegins() {
        working = true;
        if (!started) {
            started = true;
            next(Duration.ZERO);
        }
    }

    /** The piece is over; the next one is expected soon. */
    public void workEnds() {
        workedNanos = System.nanoTime();
        working = false;
    }

    static Executor after(Duration time) {
        return CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, THREADS);
    }

    private void next(Duration after) {
        later.apply(after).execute(this::turn);
    }

    private void turn() {
        if (closed) {
            disconnect();
            return;
        }
        try {
            if (working || System.nanoTime() - workedNanos < ABANDONED.toNanos()) {
                renewal.renew(connected());
            }
        } catch (RemoteException | OperationException e) {
            LOGGER.log(Level.FINE, "A lease was not renewed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // whatever it is, the next turn must come
            // One that was under way when the run was over breaks off.
            LOGGER.log(closed ? Level.FINE : Level.WARNING, "A lease was not renewed", e);
        }
        next(terms.renewal());
    }

    private synchronized RemoteShell connected() throws OperationException {
        if (closed) {
            throw new IllegalStateException("Nothing is renewed any more");
        }
        if (shell == null) {
            shell = way.open();
        }
        return shell;
    }

    /** The machine is given up; the next one is reached anew. */
    public void machineLost() {
        disconnect();
    }

    private synchronized void disconnect() {
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }

    /** Lets the lease run out; to be called when the machine is to end. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
