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

    /**
     * What a command came to. The exit code is that of the command, or 128 and the signal that killed it; output is
     * UTF-8, the first MiB of each stream.
     */
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
     * Runs a short command, without standard input.
     *
     * @param timeout after which the call ends with a {@link RemoteException}
     * @throws RemoteException connection trouble; whether the command ran is not known then
     */
    Result run(String command, Duration timeout) throws RemoteException, InterruptedException;

    /**
     * Runs a command and streams its standard input. A command that ends without having read all of it is no error.
     *
     * @param stdin called once, on another thread
     * @param timeout of silence: as long as the command takes no input although there is some, and prints nothing
     * @throws RemoteException connection trouble; whether the command ran is not known then
     * @throws IOException the input could not be produced: what the writer threw. The command's input was not ended
     *     then, but cut off
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
