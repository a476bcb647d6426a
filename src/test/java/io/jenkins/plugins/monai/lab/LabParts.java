package io.jenkins.plugins.monai.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The parts of a laboratory: closed in the order opposite to that of their start, at the latest when the JVM ends. */
final class LabParts implements AutoCloseable {

    /** How long the end of this JVM waits for the thread that uses the laboratory. */
    private static final int TIDYING_SECONDS = 120;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread hook = new Thread(this::atEndOfJvm, "laboratory closer");
    private final Thread owner;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param owner closes the laboratory itself when a signal has interrupted it; null where nobody is to be waited for */
    LabParts(Thread owner) {
        this.owner = owner;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private void atEndOfJvm() {
        if (owner != null) {
            System.out.println("Interrupted: tidying up");
            owner.interrupt();
            try {
                closed.await(TIDYING_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        closeAll();
    }

    /** Also by an interrupted thread: the parts are waited for, and the thread is interrupted again afterwards. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        closeAll();
        closed.countDown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down and the hook does the same.
        }
    }

    private synchronized void closeAll() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("The laboratory could not close a part: " + e);
            }
        }
    }
}
