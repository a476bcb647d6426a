package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link DetachedCommand} does on any machine. Each test ends what it has started. One file, as it is one contract that every server has to
 * keep.
 */
@Timeout(180)
abstract class DetachedCommandContract {

    private static final Duration GRACE = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private final SshKey key = SshKey.generate("");
    private final List<SshjShell> shells = new ArrayList<>();
    private TestSshd sshd;
    private SshjShell shell;
    private Path control;
    private DetachedCommand command;

    abstract TestSshd start(Path dir, String authorizedKeyLine) throws Exception;

    @BeforeEach
    void start() throws Exception {
        sshd = start(dir, key.publicKeyLine());
        shell = newShell();
        control = dir.resolve("it's a \"control\" $(folder)");
        command = new DetachedCommand(control.toString());
    }

    @AfterEach
    void stop() throws Exception {
        try {
            command.stop(shell, Duration.ZERO);
        } finally {
            shells.forEach(SshjShell::close);
            sshd.close();
        }
    }

    private SshjShell newShell() {
        SshjShell made = new SshjShell(sshd.target(), key, HostKeyCheck.anyOf(List.of(sshd.hostKey())));
        shells.add(made);
        return made;
    }

    private void startScript(String script) throws Exception {
        command.start(shell, dir.toString(), "bash", script);
    }

    private DetachedPoll awaitState(DetachedPoll.State state) throws Exception {
        DetachedPoll poll = command.poll(shell, 0);
        while (poll.state() != state) {
            Thread.sleep(50);
            poll = command.poll(shell, 0);
        }
        return poll;
    }

    private static String text(DetachedPoll poll) {
        return new String(poll.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void runsInItsFolderAndTellsOutputAndExitCode() throws Exception {
        startScript("pwd; echo error >&2; cat; exit 7");
        DetachedPoll poll = awaitState(DetachedPoll.State.ENDED);
        assertEquals(7, poll.exitCode());
        assertEquals(dir.toRealPath() + "\nerror\n", text(poll));
        assertEquals(poll.bytes().length, poll.nextOffset());
        assertFalse(poll.more());
    }

    @Test
    void aNewProcessGoesOnWithTheSameFolder() throws Exception {
        startScript("echo one; exit 0");
        awaitState(DetachedPoll.State.ENDED);
        DetachedPoll poll = new DetachedCommand(control.toString()).poll(newShell(), 2);
        assertEquals("e\n", text(poll));
        assertEquals(4, poll.nextOffset());
    }

    @Test
    void startedTwiceItRunsOnce() throws Exception {
        startScript("echo run >> runs; exit 3");
        awaitState(DetachedPoll.State.ENDED);
        startScript("echo run >> runs; exit 4");
        assertEquals(3, awaitState(DetachedPoll.State.ENDED).exitCode());
        assertEquals("run\n", Files.readString(dir.resolve("runs")));
    }

    @Test
    void startedByManyAtOnceItRunsOnce() throws Exception {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SshjShell own = newShell();
            starts.add(CompletableFuture.runAsync(() -> {
                try {
                    command.start(own, dir.toString(), "sh", "echo run >> runs; sleep 1; exit 5");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
        assertEquals(5, awaitState(DetachedPoll.State.ENDED).exitCode());
        assertEquals("run\n", Files.readString(dir.resolve("runs")));
    }

    @Test
    void aStartWhoseAnswerIsLostIsRepeatedSafely() throws Exception {
        RemoteShell lossy = new LossyShell(shell);
        String script = "echo run >> runs; exit 0";
        assertThrows(RemoteException.class, () -> command.start(lossy, dir.toString(), "sh", script));
        startScript(script);
        awaitState(DetachedPoll.State.ENDED);
        assertEquals("run\n", Files.readString(dir.resolve("runs")));
    }

    @Test
    void aScriptThatArrivesCutOffDoesNotRun() throws Exception {
        String script = "echo run >> runs\n# and more";
        assertThrows(
                OperationException.class, () -> command.start(new CuttingShell(shell), dir.toString(), "sh", script));
        assertFalse(Files.exists(dir.resolve("runs")));
        startScript(script);
        awaitState(DetachedPoll.State.ENDED);
        assertEquals("run\n", Files.readString(dir.resolve("runs")));
    }

    @Test
    void outlivesTheConnectionAndLosesNoByteOfTheLog() throws Exception {
        int lines = 200_000;
        startScript("i=0; while [ $i -lt " + lines + " ]; do i=$((i+1)); echo \"line $i ü\"; done; exit 9");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        DetachedPoll poll;
        int polls = 0;
        do {
            if (++polls % 5 == 0) {
                sshd.dropConnections();
            }
            poll = pollPersistently(log.size());
            log.write(poll.bytes());
            assertEquals(log.size(), poll.nextOffset());
        } while (poll.state() == DetachedPoll.State.RUNNING);
        assertEquals(DetachedPoll.State.ENDED, poll.state());
        assertEquals(9, poll.exitCode());
        assertTrue(polls > 10, "only " + polls + " polls");
        assertArrayEquals(Files.readAllBytes(control.resolve("log")), log.toByteArray());
        String[] read = log.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals(lines, read.length);
        assertEquals("line 200000 ü", read[lines - 1]);
    }

    private DetachedPoll pollPersistently(long offset) throws InterruptedException {
        CompletableFuture<Void> drop = offset % 3 == 0
                ? CompletableFuture.runAsync(sshd::dropConnections)
                : CompletableFuture.completedFuture(null);
        try {
            while (true) {
                try {
                    return command.poll(shell, offset);
                } catch (RemoteException broken) {
                    // The next one connects anew.
                }
            }
        } finally {
            drop.join();
        }
    }

    @Test
    void theExitCodeIsKnownThoughAChildHoldsTheLog() throws Exception {
        startScript("sleep 300 & exit 0");
        assertEquals(0, awaitState(DetachedPoll.State.ENDED).exitCode());
    }

    @Test
    void bringsTheLogInPiecesAndEndsOnlyWithTheLast() throws Exception {
        startScript("head -c 600000 /dev/zero; exit 2");
        awaitFile(control.resolve("exit.2"));
        DetachedPoll first = command.poll(shell, 0);
        assertEquals(DetachedPoll.State.RUNNING, first.state());
        assertTrue(first.more());
        assertEquals(DetachedCommand.MAX_CHUNK, first.bytes().length);
        DetachedPoll last = command.poll(shell, 2L * DetachedCommand.MAX_CHUNK);
        assertEquals(DetachedPoll.State.ENDED, last.state());
        assertEquals(600_000, last.nextOffset());
        assertEquals(2, last.exitCode());
    }

    private static void awaitFile(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(20);
        }
    }

    @Test
    void whatTheKernelKillsIsLost() throws Exception {
        startScript("echo $$ > pid; echo begun; exec sleep 300");
        awaitFile(dir.resolve("pid"));
        assertEquals(DetachedPoll.State.RUNNING, command.poll(shell, 0).state());
        assertTrue(shell.run("kill -KILL " + leader(), GRACE).ok());
        DetachedPoll poll = awaitState(DetachedPoll.State.LOST);
        assertEquals("begun\n", text(poll));
    }

    private String leader() throws IOException {
        return Files.readString(control.resolve("pid")).split(" ")[0];
    }

    @Test
    void aRestartedMachineHasLostIt() throws Exception {
        startScript("exec sleep 300");
        Path pid = control.resolve("pid");
        String[] identity = Files.readString(pid).trim().split(" ");
        Files.writeString(pid, identity[0] + " " + identity[1] + " 00000000-0000-0000-0000-000000000000\n");
        assertEquals(DetachedPoll.State.LOST, command.poll(shell, 0).state());
        Files.writeString(pid, identity[0] + " 1 " + identity[2] + "\n");
        assertEquals(DetachedPoll.State.LOST, command.poll(shell, 0).state(), "another process has its number");
        command.stop(shell, Duration.ZERO);
        Files.writeString(pid, String.join(" ", identity) + "\n");
        assertTrue(isAlive(identity[0]), "stop has ended a process that is not its own");
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void aMissingFolderIsLost() throws Exception {
        assertEquals(DetachedPoll.State.LOST, command.poll(shell, 0).state());
    }

    @Test
    void stopEndsAllItsProcesses() throws Exception {
        startScript("(sleep 300; true) & echo $! > child; wait");
        awaitFile(dir.resolve("child"));
        assertTrue(sessionOf(leader()).size() >= 4, "leader, script, its child and the child's sleep");
        command.stop(shell, GRACE);
        DetachedPoll poll = command.poll(shell, 0);
        assertEquals(DetachedPoll.State.ENDED, poll.state());
        assertEquals(143, poll.exitCode());
        assertEquals(List.of(), sessionOf(leader()));
        command.stop(shell, GRACE);
        assertEquals(143, command.poll(shell, 0).exitCode());
    }

    /** Processes of a session that are not dead, from /proc/PID/stat (proc(5)). */
    private static List<String> sessionOf(String leader) throws IOException {
        List<String> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String stat;
                try {
                    stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
                } catch (IOException gone) {
                    continue;
                }
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                if (fields[3].equals(leader) && !fields[0].equals("Z")) {
                    members.add(stat);
                }
            }
        }
        return members;
    }

    @Test
    void stopKillsWhatDoesNotListen() throws Exception {
        startScript("trap '' TERM; touch ready; while :; do sleep 300; done");
        awaitFile(dir.resolve("ready"));
        command.stop(shell, Duration.ofSeconds(1));
        DetachedPoll poll = command.poll(shell, 0);
        assertEquals(DetachedPoll.State.ENDED, poll.state());
        assertEquals(137, poll.exitCode());
        assertEquals(List.of(), sessionOf(leader()));
    }

    @Test
    void stoppedBeforeItStartsItNeverDoes() throws Exception {
        command.stop(shell, GRACE);
        startScript("touch ran");
        assertEquals(143, awaitState(DetachedPoll.State.ENDED).exitCode());
        assertFalse(Files.exists(dir.resolve("ran")));
    }

    @Test
    void aScriptMayHandleItsStop() throws Exception {
        startScript("trap 'echo bye; exit 0' TERM; touch ready; while :; do sleep 0.1; done");
        awaitFile(dir.resolve("ready"));
        command.stop(shell, GRACE);
        DetachedPoll poll = command.poll(shell, 0);
        assertTrue(text(poll).endsWith("bye\n"), text(poll)); // bash may tell of its ended child before
        assertEquals(0, poll.exitCode());
    }

    @Test
    void aMissingInterpreterOrFolderIsInTheLog() throws Exception {
        command.start(shell, dir.toString(), "no-such-shell", "true");
        DetachedPoll poll = awaitState(DetachedPoll.State.ENDED);
        assertEquals(127, poll.exitCode());
        assertTrue(text(poll).contains("no-such-shell"), text(poll));
        DetachedCommand other = new DetachedCommand(dir.resolve("other").toString());
        other.start(shell, dir.resolve("missing").toString(), "sh", "true");
        DetachedPoll otherPoll = other.poll(shell, 0);
        while (otherPoll.state() == DetachedPoll.State.RUNNING) {
            Thread.sleep(50);
            otherPoll = other.poll(shell, 0);
        }
        assertEquals(DetachedPoll.State.ENDED, otherPoll.state());
        assertNotEquals(0, otherPoll.exitCode());
        assertTrue(text(otherPoll).contains("missing"), text(otherPoll));
    }

    @Test
    void aFolderThatCannotBeMadeIsAnError() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        DetachedCommand impossible = new DetachedCommand(file.resolve("control").toString());
        OperationException e =
                assertThrows(OperationException.class, () -> impossible.start(shell, dir.toString(), "sh", "true"));
        assertTrue(e.problem().contains("could not be started"), e.problem());
    }

    @Test
    void aFullDiskKeepsTheExitCode() throws Exception {
        Path small = Files.createDirectory(dir.resolve("small"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "SKIPPED: a tmpfs cannot be mounted here (needs root), so no disk can be filled");
        try {
            DetachedCommand there = new DetachedCommand(small.resolve("control").toString());
            there.start(shell, small.toString(), "sh", "head -c 1000000 /dev/zero > big; echo; exit 6");
            awaitFile(small.resolve("control/exit.6"));
            assertEquals(6, there.poll(shell, 0).exitCode());
            DetachedCommand another =
                    new DetachedCommand(small.resolve("another").toString());
            OperationException e =
                    assertThrows(OperationException.class, () -> another.start(shell, small.toString(), "sh", "true"));
            assertTrue(e.remedy().contains("volumeGiB"), e.getMessage());
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    /** Does what it is told, but its answers never arrive. */
    private record LossyShell(RemoteShell shell) implements RemoteShell {

        @Override
        public Result run(String command, Duration timeout) throws RemoteException, InterruptedException {
            shell.run(command, timeout);
            throw new RemoteException("the answer was lost");
        }

        @Override
        public Result run(String command, StdinWriter stdin, Duration timeout)
                throws IOException, InterruptedException {
            shell.run(command, stdin, timeout);
            throw new RemoteException("the answer was lost");
        }

        @Override
        public void close() {}
    }

    /** Loses the end of the input, as a connection does that breaks while it is sent. */
    private record CuttingShell(RemoteShell shell) implements RemoteShell {

        @Override
        public Result run(String command, Duration timeout) throws RemoteException, InterruptedException {
            return shell.run(command, timeout);
        }

        @Override
        public Result run(String command, StdinWriter stdin, Duration timeout)
                throws IOException, InterruptedException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            stdin.writeTo(whole);
            return shell.run(command, out -> out.write(whole.toByteArray(), 0, 17), timeout);
        }

        @Override
        public void close() {}
    }
}
