package io.jenkins.plugins.monai.engine.ssh;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The standard input of a remote command. Knows whether trouble came from the source or from the machine. */
final class CommandInput {

    private final OutputStream stdin;
    private volatile boolean refused;
    private volatile boolean awaitsSource;
    private volatile long lastTaken = System.nanoTime();

    CommandInput(OutputStream stdin) {
        this.stdin = stdin;
    }

    /** Copies all of the input and ends it; one that could not be produced is not ended, lest it look complete. */
    Void takeFrom(RemoteShell.StdinWriter source) throws IOException {
        awaitsSource = true;
        try {
            OutputStream sink = new Sink(stdin);
            source.writeTo(sink);
            // sshj's close drops what it still holds when the machine's window is full; its flush waits.
            sink.flush();
            sink.close();
        } finally {
            lastTaken = System.nanoTime();
            awaitsSource = false;
        }
        return null;
    }

    /** Whether the machine has stopped taking the input. */
    boolean isRefused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    /** Whether the machine could take more if there were more. */
    boolean awaitsSource() {
        return awaitsSource;
    }

    /** {@link System#nanoTime} of the last piece taken. */
    long lastTaken() {
        return lastTaken;
    }

    private final class Sink extends FilterOutputStream {

        Sink(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            onMachine(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            onMachine(out::flush);
        }

        @Override
        public void close() throws IOException {
            onMachine(out::close);
        }

        private void onMachine(Step step) throws IOException {
            awaitsSource = false;
            try {
                step.run();
            } catch (IOException e) {
                refused = true;
                throw new RemoteException("the machine took no more of the input", e);
            } finally {
                lastTaken = System.nanoTime();
                awaitsSource = true;
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
