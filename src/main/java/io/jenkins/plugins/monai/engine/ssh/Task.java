package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * Blocking work on a daemon thread of its own, since neither a socket nor sshj's locks can be waited for with a time
 * limit and heed an interrupt. The thread that started it waits for it.
 */
final class Task<T> {

    private final Thread thread;
    private final Object monitor;
    private T result;
    private Throwable failure;
    private volatile boolean done;

    /** @param monitor is notified when the work has ended */
    Task(String name, Object monitor, Callable<T> work) {
        this.monitor = monitor;
        thread = new Thread(() -> perform(work), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void perform(Callable<T> work) {
        T value = null;
        Throwable thrown = null;
        try {
            value = work.call();
        } catch (Exception | Error e) {
            thrown = e;
        }
        synchronized (monitor) {
            result = value;
            failure = thrown;
            done = true;
            monitor.notifyAll();
        }
    }

    boolean isDone() {
        return done;
    }

    boolean hasFailed() {
        synchronized (monitor) {
            return failure != null;
        }
    }

    /** @return what the work returned, or null when it has not ended or has failed */
    T result() {
        synchronized (monitor) {
            return result;
        }
    }

    /** Throws what the work threw. */
    void rethrow() throws IOException {
        Throwable thrown;
        synchronized (monitor) {
            thrown = failure;
        }
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new IOException(thrown);
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** @return whether the work has ended within the time */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (monitor) {
            for (long left = limit.toNanos(); !done && left > 0; left = deadline - System.nanoTime()) {
                monitor.wait(left / 1_000_000 + 1);
            }
            return done;
        }
    }

    /**
     * Does blocking work with a time limit.
     *
     * @param abort frees the work from what it blocks on; called when the time is over or the waiting thread is
     *     interrupted
     * @throws TimeoutException the time is over
     * @throws IOException as the work threw it
     */
    static <T> T call(String name, Duration limit, Runnable abort, Callable<T> work)
            throws IOException, InterruptedException, TimeoutException {
        Task<T> task = new Task<>(name, new Object(), work);
        boolean ended = false;
        try {
            ended = task.awaitEnd(limit);
        } finally {
            if (!ended) {
                abort.run();
                task.interrupt();
            }
        }
        if (!ended) {
            throw new TimeoutException();
        }
        task.rethrow();
        return task.result();
    }
}
