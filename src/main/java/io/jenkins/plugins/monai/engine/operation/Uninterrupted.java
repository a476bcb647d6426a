package io.jenkins.plugins.monai.engine.operation;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Writes files although the thread is, or meanwhile gets, interrupted: a channel that an interrupted thread uses closes
 * itself, so an abort would keep from the disk what its clean-up needs. The thread is interrupted again afterwards.
 */
public final class Uninterrupted {

    /** Interrupts come one by one, from people. */
    private static final int TRIES = 10;

    /** Something that can be done anew from its beginning. */
    public interface Writing {
        void write() throws IOException;
    }

    private Uninterrupted() {}

    /** @throws IOException the writing's own */
    public static void write(Writing writing) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int left = TRIES; ; left--) {
                try {
                    writing.write();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
