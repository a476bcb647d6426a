package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.CommandProgress;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.DetachedCommand;
import io.jenkins.plugins.monai.engine.ssh.DetachedPoll;
import io.jenkins.plugins.monai.engine.ssh.LogLines;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** Follows a script that runs detached on the machine: its lines go to the log as they come. */
final class DetachedRun {

    private static final Duration RETRY = Duration.ofSeconds(3);

    /** A machine that does not answer for so long is taken for lost: its lease is about to run out. */
    private static final Duration UNREACHABLE = Duration.ofMinutes(13);

    private static final int REMEMBERED_LINES = 60;

    /** Bytes that a process which takes the run up reads again, so that it knows what was told last. */
    private static final long LOOK_BACK = 1 << 20;

    /** Of a command that SIGKILL ended, as bash has it: 128 + 9. */
    private static final int KILLED = 137;

    private static final String MEMORY =
            "It was killed, most likely for want of memory: choose a larger type in instanceTypes";

    /** Characters of the last line in a message. */
    private static final int LAST_LINE = 500;

    /** What makes the script, and all that it needs on the machine. */
    interface Script {
        /** @throws RemoteException connection trouble: it is asked for again */
        String make() throws OperationException, RemoteException, InterruptedException;
    }

    private final BuildMapContext context;
    private final CommandProgress progress;
    private final DetachedCommand command;
    private final LogLines lines = new LogLines();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final long toldTo;
    private long offset;
    private boolean inMiddleOfLine;
    private final PollPace pace = new PollPace();

    /** @param name of the control folder, one for each command of the run */
    DetachedRun(BuildMapContext context, String name, CommandProgress progress) {
        this.context = context;
        this.progress = progress;
        this.command = new DetachedCommand(context.state().remoteFolder() + "/" + name + ".control");
        this.toldTo = progress.offset();
        this.offset = Math.max(0, toldTo - LOOK_BACK);
        this.inMiddleOfLine = offset > 0;
    }

    /**
     * Starts the script the first time, then follows it.
     *
     * @param script asked for the first time only
     * @param remedy what to do about a script that failed, from the end of what it printed
     */
    Advance advance(String what, Script script, UnaryOperator<String> remedy)
            throws OperationException, InterruptedException {
        try {
            if (!progress.started()) {
                String text = script.make();
                context.save();
                command.start(context.shell().get(), context.state().remoteFolder(), "bash", text);
                progress.start();
                context.journal().saveIfPossible();
            }
            DetachedPoll seen = command.poll(context.shell().get(), offset);
            read(seen);
            return switch (seen.state()) {
                case RUNNING -> Advance.again(pace.pause(seen), what);
                case ENDED -> ended(what, seen.exitCode(), remedy);
                case LOST ->
                    throw new OperationException("On the machine, " + what + " ended without an exit code", MEMORY);
            };
        } catch (RemoteException e) {
            return unreachable(what, e);
        }
    }

    private void read(DetachedPoll seen) {
        byte[] bytes = seen.bytes();
        int again = (int) Math.max(0, Math.min(bytes.length, toldTo - offset));
        readAgain(Arrays.copyOf(bytes, again));
        lines.add(Arrays.copyOfRange(bytes, again, bytes.length)).forEach(this::tell);
        offset = seen.nextOffset();
        long skipped = PollPace.skipped(seen);
        if (skipped > 0) {
            skip(skipped);
        }
        long readTo = offset - lines.pendingBytes();
        if (readTo > progress.offset()) {
            progress.readTo(readTo);
            context.journal().saveIfPossible();
        } else {
            progress.answered();
        }
    }

    /** What an earlier process has told. */
    private void readAgain(byte[] bytes) {
        List<String> told = lines.add(bytes);
        boolean cut = inMiddleOfLine && !told.isEmpty();
        inMiddleOfLine = inMiddleOfLine && told.isEmpty();
        told.stream().skip(cut ? 1 : 0).forEach(line -> {
            context.log().machineAgain(line);
            remember(line);
        });
    }

    /** A machine that prints faster than it is read would be read for ever. */
    private void skip(long bytes) {
        lines.flush().forEach(this::tell);
        tell("[...] " + bytes + " bytes were left out here: they are in the command's log on the machine alone");
        offset += bytes;
    }

    private void tell(String line) {
        context.log().machine(line);
        remember(line);
    }

    private void remember(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > REMEMBERED_LINES) {
            lastLines.removeFirst();
        }
    }

    private Advance ended(String what, int exitCode, UnaryOperator<String> remedy) throws OperationException {
        lines.flush().forEach(this::tell);
        if (exitCode == 0) {
            return Advance.done();
        }
        String last = String.join("\n", lastLines);
        throw new OperationException(
                "On the machine, " + what + " failed with exit code " + exitCode + lastError(),
                exitCode == KILLED ? MEMORY : remedy.apply(last));
    }

    private String lastError() {
        List<String> told = lastLines.stream().filter(l -> !l.isBlank()).toList();
        return told.isEmpty()
                ? ""
                : " (last line: " + ForeignText.line(told.get(told.size() - 1).trim(), LAST_LINE) + ")";
    }

    /** What to do about a connection that broke: try again, unless the machine is gone or silent for too long. */
    Advance unreachable(String what, RemoteException e) throws OperationException, InterruptedException {
        long since = progress.unreachableSince(context.clock().millis());
        context.requireMachine("while " + what + " ran on it", e);
        if (context.journal().waitedSince(since).compareTo(UNREACHABLE) > 0) {
            throw new OperationException(
                    "The machine has not answered for " + UNREACHABLE.toMinutes() + " minutes (" + e.getMessage() + ")",
                    "Check the network between controller and machine",
                    e);
        }
        return Advance.again(RETRY, "the machine to answer again");
    }
}
