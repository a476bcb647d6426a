package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A POSIX shell on the machine, over SSH or whatever else reaches it. A broken connection is made anew by the next call.
 * Secrets are handed over on standard input, never in a command.
 */
public interface RemoteShell extends AutoCloseable {

    /** What a command came to. The exit code is that of the command; output is UTF-8, at most 1 MiB of each stream. */
    record Result(int exitCode, String stdout, String stderr) {
        public boolean ok() {
            return exitCode == 0;
        }
    }

    /** Writes a command's standard input. */
    interface StdinWriter {
        void writeTo(OutputStream stdin) throws IOException;
    }

    /**
     * Runs a short command.
     *
     * @param timeout after which the call ends with a {@link RemoteException}
     * @throws RemoteException connection trouble
     */
    Result run(String command, Duration timeout) throws RemoteException, InterruptedException;

    /**
     * Runs a command and streams its standard input.
     *
     * @param timeout of silence after the input was written
     * @throws RemoteException connection trouble
     * @throws IOException the input could not be produced
     */
    Result run(String command, StdinWriter stdin, Duration timeout) throws IOException, InterruptedException;

    /** {@link #run(String, StdinWriter, Duration)} with the bytes of a stream, which it closes. */
    default Result run(String command, InputStream stdin, Duration timeout) throws IOException, InterruptedException {
        try (stdin) {
            return run(command, stdin::transferTo, timeout);
        }
    }

    /** Never throws: closing is all that is left to do. */
    @Override
    void close();
}
