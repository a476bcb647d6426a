package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer. Its failures are {@link RegistryException}s and are remembered, so that they can be told from
 * those of whoever reads it. {@link java.net.http.HttpClient} limits the time until the headers only; this limits the
 * time that a read waits for a byte after them, and that of the whole body: a server that sends a byte now and then holds
 * nobody up.
 */
final class BodyStream extends InputStream {

    private static final long NOT_READING = 0;

    private final InputStream body;
    private final Duration idleTimeout;
    private final String what;
    private volatile long readingSince = NOT_READING;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private volatile boolean stalled;
    private volatile boolean late;
    private volatile boolean closed;
    private RegistryException failure;

    /**
     * @param idleTimeout the least time a read may wait; it ends before twice that time
     * @param limit for the whole body, from now on; it ends before this and the idle time together
     * @param what is read, for messages
     */
    BodyStream(InputStream body, Duration idleTimeout, Duration limit, String what) {
        this.body = body;
        this.idleTimeout = idleTimeout;
        this.limit = limit;
        this.what = what;
        Duration look = idleTimeout.compareTo(limit) < 0 ? idleTimeout : limit;
        watch(CompletableFuture.delayedExecutor(look.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Closes the body under a read that has waited too long: that ends the read. */
    private void watch(Executor later) {
        later.execute(() -> {
            long since = readingSince;
            if (System.nanoTime() - begun >= limit.toNanos()) {
                late = true;
                close();
            } else if (since != NOT_READING && System.nanoTime() - since >= idleTimeout.toNanos()) {
                stalled = true;
                close();
            } else if (!closed) {
                watch(later);
            }
        });
    }

    /** Null while the transfer goes well. */
    RegistryException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while the " + what + " was read");
        }
        readingSince = System.nanoTime() | 1;
        int count;
        try {
            count = body.read(buffer, offset, length);
        } catch (IOException e) {
            throw fail(e);
        } finally {
            readingSince = NOT_READING;
        }
        if (stalled || late) {
            throw fail(null);
        }
        return count;
    }

    private RegistryException fail(IOException cause) {
        String how = late
                ? "took longer than " + limit.toSeconds() + " s"
                : stalled ? "stalled for " + idleTimeout.toSeconds() + " s" : "broke off";
        failure = RegistryException.unavailable("The transfer of the " + what + " " + how, cause);
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        try {
            body.close();
        } catch (IOException e) {
            // What had to be read has been read.
        }
    }
}
