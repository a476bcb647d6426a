package io.jenkins.plugins.monai.engine.ssh;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A script that runs on the machine on its own, whatever becomes of the connection. Its control folder there holds
 * {@code pid}, {@code script}, {@code log} (both outputs) and at last {@code exit.CODE}: the idea of Jenkins'
 * durable-task plugin. The machine needs a POSIX shell, coreutils, {@code setsid} and Linux's {@code /proc}.
 *
 * <p>Holds nothing but the folder's name: after a restart another object for the same folder goes on.
 */
public final class DetachedCommand {

    /** Most bytes of the log that one {@link #poll} brings: its Base64 fits into a {@link RemoteShell.Result}. */
    public static final int MAX_CHUNK = 256 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String controlDir;

    /** @param controlDir absolute, or relative to the user's home; one for each command, made when it is missing */
    public DetachedCommand(String controlDir) {
        this.controlDir = controlDir;
    }

    /**
     * Starts the script unless that happened before: called again, after a connection that broke or by two callers at
     * once, it runs once. The script has no input.
     *
     * @param workDir where the script runs, absolute
     * @param interpreter {@code bash} or {@code sh}
     * @throws OperationException the machine cannot start it
     * @throws RemoteException connection trouble: call again
     */
    public void start(RemoteShell shell, String workDir, String interpreter, String script)
            throws OperationException, RemoteException, InterruptedException {
        byte[] text = script.getBytes(StandardCharsets.UTF_8);
        String command = ShellQuote.command(
                "sh",
                "-c",
                resource("detached-start.sh"),
                "detached-start",
                controlDir,
                workDir,
                interpreter,
                String.valueOf(text.length),
                resource("detached-run.sh"));
        RemoteShell.Result result;
        try {
            result = shell.run(command, new ByteArrayInputStream(text), PATIENCE);
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("A script in memory could not be read", e);
        }
        if (!result.ok()) {
            throw MachineFailure.of(
                    "A command could not be started on the machine",
                    result,
                    "Check that the AMI is a Linux with coreutils and util-linux, and that the SSH user may write to "
                            + controlDir);
        }
    }

    /**
     * What has come of it, with the log from a byte on.
     *
     * @param offset bytes of the log that the caller has
     * @throws RemoteException connection trouble: call again with the same offset
     */
    public DetachedPoll poll(RemoteShell shell, long offset) throws RemoteException, InterruptedException {
        RemoteShell.Result result = shell.run(
                ShellQuote.command(
                        "sh",
                        "-c",
                        resource("detached-poll.sh"),
                        "detached-poll",
                        controlDir,
                        String.valueOf(offset + 1),
                        String.valueOf(MAX_CHUNK)),
                PATIENCE);
        int headEnd = result.stdout().indexOf('\n');
        String[] head = result.stdout().substring(0, Math.max(headEnd, 0)).split(" ");
        if (!result.ok() || head.length != 3) {
            throw new RemoteException("The machine's answer about a command is unreadable (exit code "
                    + result.exitCode() + "): " + result.stderr());
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(result.stdout().substring(headEnd + 1));
            return DetachedPoll.of(head[0], Integer.parseInt(head[1]), Long.parseLong(head[2]), offset, bytes);
        } catch (IllegalArgumentException e) {
            throw new RemoteException("The machine's answer about a command is unreadable: " + e.getMessage());
        }
    }

    /**
     * Ends the script with all processes of its session, by TERM and then by KILL; one that has not started never
     * will. Afterwards {@link #poll} tells the exit code: the script's own, 143 or 137. Harmless when it has ended.
     *
     * @param grace between TERM and KILL, whole seconds
     * @throws OperationException processes are left that the SSH user may not end
     * @throws RemoteException connection trouble: call again
     */
    public void stop(RemoteShell shell, Duration grace)
            throws OperationException, RemoteException, InterruptedException {
        RemoteShell.Result result = shell.run(
                ShellQuote.command(
                        "sh",
                        "-c",
                        resource("detached-stop.sh"),
                        "detached-stop",
                        controlDir,
                        String.valueOf(grace.toSeconds())),
                PATIENCE.plus(grace));
        if (!result.ok()) {
            throw MachineFailure.of(
                    "A command could not be ended on the machine", result, "It ends with the machine at the latest");
        }
    }

    private static String resource(String name) {
        try (InputStream in = DetachedCommand.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
