package io.jenkins.plugins.monai.engine.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;

/**
 * A command that was sent: both of its outputs are read and its input is written at the same time, while the caller's
 * thread watches over the time.
 */
final class CommandRun {

    private static final int OUTPUT_LIMIT = 1 << 20;
    /** How often the clock is looked at; everything else wakes the watching thread. */
    private static final long WATCH_MILLIS = 200;

    private static final Duration UNWINDING = Duration.ofSeconds(10);

    private final Session.Command command;
    private final Object monitor = new Object();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final CommandInput input;
    private final Task<Void> readStdout;
    private final Task<Void> readStderr;
    private final Task<Void> writeStdin;
    private final Task<Void> end;
    private volatile long lastOutput = System.nanoTime();

    CommandRun(Session.Command command, RemoteShell.StdinWriter stdin, String name) {
        this.command = command;
        this.input = new CommandInput(command.getOutputStream());
        readStdout = new Task<>(name + " stdout", monitor, () -> collect(command.getInputStream(), stdout));
        readStderr = new Task<>(name + " stderr", monitor, () -> collect(command.getErrorStream(), stderr));
        writeStdin = new Task<>(name + " stdin", monitor, () -> input.takeFrom(stdin));
        end = new Task<>(name + " end", monitor, () -> {
            command.join();
            return null;
        });
    }

    private Void collect(InputStream from, ByteArrayOutputStream into) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            lastOutput = System.nanoTime();
            into.write(buffer, 0, Math.min(n, OUTPUT_LIMIT - into.size()));
        }
        return null;
    }

    /**
     * Waits for the command to end.
     *
     * @param limit of the whole, or null for none
     * @param silence how long neither input may be taken nor output come, or null for ever; time spent waiting for the
     *     source of the input does not count
     * @throws TimeoutException it took too long
     * @throws IOException the connection broke, or the source of the input failed, which
     *     {@link #hasSourceFailed} tells
     */
    RemoteShell.Result await(Duration limit, Duration silence)
            throws IOException, InterruptedException, TimeoutException {
        long start = System.nanoTime();
        synchronized (monitor) {
            while (!List.of(end, readStdout, readStderr, writeStdin).stream().allMatch(Task::isDone)) {
                if (hasSourceFailed()) {
                    writeStdin.rethrow();
                }
                releaseInputOfEndedCommand();
                if (isOver(limit, start) || (!input.awaitsSource() && isOver(silence, lastActivity()))) {
                    throw new TimeoutException();
                }
                monitor.wait(WATCH_MILLIS);
            }
        }
        if (hasSourceFailed()) {
            writeStdin.rethrow();
        }
        for (Task<Void> task : List.of(readStdout, readStderr, end)) {
            task.rethrow();
        }
        return new RemoteShell.Result(
                exitCode(), stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
    }

    private long lastActivity() {
        long lastInput = input.lastTaken();
        return lastInput - lastOutput > 0 ? lastInput : lastOutput;
    }

    private static boolean isOver(Duration limit, long since) {
        return limit != null && System.nanoTime() - since > limit.toNanos();
    }

    /** Whether the input could not be produced, as opposed to: was not wanted by the command. */
    boolean hasSourceFailed() {
        return writeStdin.hasFailed() && !input.isRefused();
    }

    /**
     * A command may end without having read its input. sshj's reading thread then waits for the writing one, which
     * waits for room that never comes: it is interrupted as soon as the command is known to have ended.
     */
    private void releaseInputOfEndedCommand() {
        boolean ended = end.isDone()
                || (readStdout.isDone()
                        && readStderr.isDone()
                        && (command.getExitStatus() != null || command.getExitSignal() != null));
        if (ended && !writeStdin.isDone()) {
            input.refuse();
            writeStdin.interrupt();
        }
    }

    private int exitCode() throws IOException {
        Integer status = command.getExitStatus();
        if (status != null) {
            return status;
        }
        Signal killedBy = command.getExitSignal();
        if (killedBy == null) {
            throw new IOException("the command's exit status never came");
        }
        return 128 + signalNumber(killedBy);
    }

    /** As a shell would say it: 128 and the signal's number on Linux. */
    private static int signalNumber(Signal signal) {
        return switch (signal) {
            case HUP -> 1;
            case INT -> 2;
            case QUIT -> 3;
            case ILL -> 4;
            case ABRT -> 6;
            case FPE -> 8;
            case KILL -> 9;
            case USR1 -> 10;
            case SEGV -> 11;
            case USR2 -> 12;
            case PIPE -> 13;
            case ALRM -> 14;
            case TERM -> 15;
            default -> 127;
        };
    }

    /** Waits a little for the source of the input to be let go of, after the connection was aborted. */
    void unwind() throws InterruptedException {
        input.refuse();
        writeStdin.interrupt();
        writeStdin.awaitEnd(UNWINDING);
    }
}
