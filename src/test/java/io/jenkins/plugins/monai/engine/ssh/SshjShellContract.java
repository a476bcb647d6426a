package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link SshjShell} does with any SSH server. */
@Timeout(120)
abstract class SshjShellContract {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    final SshKey key = SshKey.generate("monai-deploy test");
    private final List<SshjShell> shells = new ArrayList<>();
    TestSshd sshd;

    abstract TestSshd start(Path dir, String authorizedKeyLine) throws Exception;

    @BeforeEach
    void start() throws Exception {
        sshd = start(dir, key.publicKeyLine());
    }

    @AfterEach
    void stop() {
        shells.forEach(SshjShell::close);
        sshd.close();
    }

    SshjShell shell() {
        return shell(key, HostKeyCheck.anyOf(List.of(sshd.hostKey())));
    }

    SshjShell shell(SshKey with, HostKeyCheck check) {
        SshjShell shell = new SshjShell(sshd.target(), with, check);
        shells.add(shell);
        return shell;
    }

    @Test
    void returnsExitCodeAndBothOutputs() throws Exception {
        RemoteShell.Result result = shell().run("echo out; echo err >&2; exit 3", PATIENCE);
        assertEquals(new RemoteShell.Result(3, "out\n", "err\n"), result);
        assertFalse(result.ok());
    }

    @Test
    void runsManyCommandsOnOneConnection() throws Exception {
        SshjShell shell = shell();
        for (int i = 0; i < 30; i++) {
            assertEquals("" + i, shell.run("printf %s " + i, PATIENCE).stdout());
        }
    }

    @Test
    void noInputMeansAnEndOfInput() throws Exception {
        assertEquals("0\n", shell().run("wc -c | tr -d ' '", PATIENCE).stdout());
    }

    @Test
    void takesUtf8() throws Exception {
        assertEquals(
                "größe 脾臓 🫀",
                shell().run("printf %s " + ShellQuote.quote("größe 脾臓 🫀"), PATIENCE)
                        .stdout());
    }

    @Test
    void streamsBinaryInput() throws Exception {
        byte[] data = new byte[20_000_000];
        new Random(1).nextBytes(data);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        RemoteShell.Result result = shell().run("sha256sum", new ByteArrayInputStream(data), PATIENCE);
        assertEquals(expected + "  -\n", result.stdout());
    }

    @Test
    void readsBothOutputsAtOnceAndKeepsTheFirstMebibyteOfEach() throws Exception {
        RemoteShell.Result result = shell().run(
                        "i=0; while [ $i -lt 40 ]; do i=$((i+1));"
                                + " head -c 100000 /dev/zero | tr '\\0' o; head -c 100000 /dev/zero | tr '\\0' e >&2; done",
                        PATIENCE);
        assertEquals(0, result.exitCode());
        assertEquals("o".repeat(1 << 20), result.stdout());
        assertEquals("e".repeat(1 << 20), result.stderr());
    }

    @Test
    void aCommandNeedNotReadItsInput() throws Exception {
        assertEquals(7, leaveInputUnread(shell()).exitCode());
    }

    static RemoteShell.Result leaveInputUnread(SshjShell shell) throws Exception {
        return shell.run(
                "echo enough >&2; exit 7",
                stdin -> {
                    byte[] block = new byte[65536];
                    for (int i = 0; i < 10_000; i++) {
                        stdin.write(block);
                    }
                },
                PATIENCE);
    }

    @Test
    void anInputThatCannotBeProducedIsNotEnded() throws Exception {
        SshjShell shell = shell();
        Path copy = dir.resolve("copy");
        IOException broken = new IOException("the source broke");
        IOException thrown = assertThrows(
                IOException.class,
                () -> shell.run(
                        "cat > " + ShellQuote.quote(copy + ".part") + " && mv " + ShellQuote.quote(copy + ".part") + " "
                                + ShellQuote.quote(copy.toString()) + "; sleep 0",
                        stdin -> {
                            stdin.write(new byte[100]);
                            stdin.flush();
                            throw broken;
                        },
                        PATIENCE));
        assertSame(broken, thrown);
        assertTrue(shell.run("true", PATIENCE).ok());
    }

    @Test
    void reconnectsAfterTheConnectionBroke() throws Exception {
        SshjShell shell = shell();
        assertTrue(shell.run("true", PATIENCE).ok());
        sshd.dropConnections();
        assertEquals("again\n", shell.run("echo again", PATIENCE).stdout());
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfACommandIsReportedAndNotRetried() throws Exception {
        SshjShell shell = shell();
        Path runs = dir.resolve("runs");
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                shell.run("echo run >> " + ShellQuote.quote(runs.toString()) + "; sleep 30", PATIENCE);
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        caller.start();
        awaitFile(runs);
        sshd.dropConnections();
        caller.join();
        assertEquals(RemoteException.class, thrown.get().getClass());
        assertTrue(shell.run("true", PATIENCE).ok());
        assertEquals("run\n", Files.readString(runs));
    }

    static void awaitFile(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(20);
        }
    }

    @Test
    void aCommandThatTakesTooLongIsGivenUp() throws Exception {
        SshjShell shell = shell();
        RemoteException e =
                assertThrows(RemoteException.class, () -> shell.run("exec sleep 30", Duration.ofSeconds(1)));
        assertTrue(e.getMessage().contains("did not answer within 1 s"), e.getMessage());
        assertTrue(shell.run("true", PATIENCE).ok());
    }

    @Test
    void aCommandThatTakesNoInputIsGivenUp() {
        SshjShell shell = shell();
        assertThrows(
                RemoteException.class,
                () -> shell.run(
                        "exec sleep 30",
                        stdin -> {
                            byte[] block = new byte[65536];
                            for (int i = 0; i < 1000; i++) {
                                stdin.write(block);
                            }
                        },
                        Duration.ofSeconds(1)));
    }

    @Test
    void aSlowSourceIsNotSilenceOfTheMachine() throws Exception {
        RemoteShell.Result result = shell().run(
                        "wc -c | tr -d ' '",
                        stdin -> {
                            stdin.write(1);
                            stdin.flush();
                            pause(2500);
                            stdin.write(2);
                        },
                        Duration.ofSeconds(1));
        assertEquals("2\n", result.stdout());
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anInterruptEndsTheCall() throws Exception {
        SshjShell shell = shell();
        Path started = dir.resolve("started");
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                shell.run("touch " + ShellQuote.quote(started.toString()) + "; sleep 30", PATIENCE);
            } catch (InterruptedException e) {
                interrupted.countDown();
            } catch (RemoteException e) {
                // The latch stays up.
            }
        });
        caller.start();
        awaitFile(started);
        caller.interrupt();
        caller.join();
        assertEquals(0, interrupted.getCount());
        assertTrue(shell.run("true", PATIENCE).ok());
    }

    @Test
    void runsCommandsOfSeveralThreadsAtOnce() throws Exception {
        SshjShell shell = shell();
        Path fifo = dir.resolve("fifo");
        shell.run("mkfifo " + ShellQuote.quote(fifo.toString()), PATIENCE);
        AtomicReference<String> read = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try {
                read.set(shell.run("cat " + ShellQuote.quote(fifo.toString()), PATIENCE)
                        .stdout());
            } catch (Exception e) {
                read.set(e.toString());
            }
        });
        reader.start();
        shell.run("echo met > " + ShellQuote.quote(fifo.toString()), PATIENCE);
        reader.join();
        assertEquals("met\n", read.get());
    }

    @Test
    void anotherKeyIsRefused() {
        SshKey stranger = SshKey.generate("stranger");
        AuthenticationRefusedException e = assertThrows(
                AuthenticationRefusedException.class,
                () -> shell(stranger, HostKeyCheck.anyOf(List.of(sshd.hostKey())))
                        .run("true", PATIENCE));
        assertTrue(e.getMessage().contains("'" + sshd.user() + "'"), e.getMessage());
    }

    @Test
    void aWrongHostKeyIsRefusedForGood() throws Exception {
        String other = SshKey.generate("").publicKeyLine();
        String fingerprint = HostKey.parse(other).fingerprint();
        Path proof = dir.resolve("proof");
        SshjShell shell = shell(key, HostKeyCheck.anyOf(List.of(fingerprint)));
        HostKeyMismatchException e = assertThrows(
                HostKeyMismatchException.class,
                () -> shell.run("touch " + ShellQuote.quote(proof.toString()), PATIENCE));
        assertTrue(e.getMessage().contains(fingerprint), e.getMessage());
        sshd.close();
        assertThrows(HostKeyMismatchException.class, () -> shell.run("true", PATIENCE));
        assertFalse(Files.exists(proof));
    }

    @Test
    void theExpectedFingerprintIsEnough() throws Exception {
        String fingerprint = HostKey.parse(sshd.hostKey()).fingerprint();
        assertTrue(shell(key, HostKeyCheck.anyOf(List.of(fingerprint)))
                .run("true", PATIENCE)
                .ok());
    }

    @Test
    void pinsTheFirstKeyOnceAuthenticatedAndInsistsOnIt() throws Exception {
        List<String> pinned = new ArrayList<>();
        SshKey stranger = SshKey.generate("stranger");
        HostKeyCheck first = HostKeyCheck.acceptNew(null, pinned::add);
        assertThrows(
                AuthenticationRefusedException.class,
                () -> shell(stranger, first).run("true", PATIENCE));
        assertEquals(List.of(), pinned);

        SshjShell shell = shell(key, first);
        assertTrue(shell.run("true", PATIENCE).ok());
        sshd.dropConnections();
        assertTrue(shell.run("true", PATIENCE).ok());
        assertEquals(1, pinned.size());
        assertEquals(HostKey.parse(sshd.hostKey()).line(), pinned.get(0));

        SshjShell later = shell(key, HostKeyCheck.acceptNew(pinned.get(0), pinned::add));
        assertTrue(later.run("true", PATIENCE).ok());
        assertEquals(1, pinned.size());

        HostKey other = HostKey.parse(SshKey.generate("").publicKeyLine());
        assertNotEquals(other.line(), pinned.get(0));
        SshjShell wrong = shell(key, HostKeyCheck.acceptNew(other.line(), pinned::add));
        assertThrows(RemoteException.class, () -> wrong.run("true", PATIENCE));
        assertEquals(1, pinned.size());
    }

    @Test
    void aPinThatCannotBeKeptFailsTheConnection() {
        HostKeyCheck check = HostKeyCheck.acceptNew(null, line -> {
            throw new IllegalStateException("the state could not be saved");
        });
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> shell(key, check).run("true", PATIENCE));
        assertEquals("the state could not be saved", e.getMessage());
    }

    @Test
    void aDestroyedKeyOpensNothing() {
        key.destroy();
        assertThrows(IllegalStateException.class, () -> shell().run("true", PATIENCE));
    }
}
