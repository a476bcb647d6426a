package io.jenkins.plugins.monai.engine.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.GeneratedFile;
import io.jenkins.plugins.monai.engine.ssh.HostKeyCheck;
import io.jenkins.plugins.monai.engine.ssh.LocalSshd;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.engine.ssh.SshjShell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against this machine's own OpenSSH, tar and coreutils. */
@Timeout(120)
class UploaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private LocalSshd sshd;
    private SshjShell shell;
    private Path target;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(LocalSshd.isInstalled(), "SKIPPED: no /usr/sbin/sshd; install openssh-server to test against it");
        SshKey key = SshKey.generate("");
        sshd = LocalSshd.start(dir, key.publicKeyLine());
        shell = new SshjShell(sshd.target(), key, HostKeyCheck.anyOf(List.of(sshd.hostKey())));
        target = dir.resolve("the run's folder");
    }

    @AfterEach
    void stop() {
        if (shell != null) {
            shell.close();
            sshd.close();
        }
    }

    private long upload(RemoteShell over, MemoryTree tree, UploadPlan plan) throws Exception {
        return Uploader.upload(over, tree, plan, target.toString(), Progress.NONE);
    }

    private static UploadPlan plan(String source, String destination) {
        return UploadPlan.builder().source(source, destination).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String far(String command) throws Exception {
        RemoteShell.Result result = shell.run(command, PATIENCE);
        assertTrue(result.ok(), result.stderr());
        return result.stdout();
    }

    private void assertNoLeftovers() throws IOException {
        try (Stream<Path> siblings = Files.list(dir)) {
            assertEquals(
                    List.of(),
                    siblings.map(path -> path.getFileName().toString())
                            .filter(name -> name.startsWith("the run") && !name.equals("the run's folder"))
                            .toList());
        }
    }

    @Test
    void putsFilesInTheirPlaces() throws Exception {
        byte[] model = new byte[3_000_001];
        new Random(2).nextBytes(model);
        MemoryTree tree = new MemoryTree()
                .with("src/app/main.py", bytes("print()"))
                .with("src/app/sub/run.sh", bytes("#!/bin/sh"))
                .with("model.ts", model)
                .with("app.yaml", bytes(""));
        UploadPlan plan = UploadPlan.builder()
                .source("src/app", "app")
                .source("model.ts", "models/spleen/model.ts")
                .source("app.yaml", "app.yaml")
                .generated(List.of(new GeneratedFile("map/entry.sh", "exec \"$@\"\n", true)))
                .build();
        List<Long> progress = new ArrayList<>();
        long sent = Uploader.upload(shell, tree, plan, target.toString(), (done, total) -> {
            assertEquals(3_000_027, total);
            progress.add(done);
        });
        assertEquals(3_000_027, sent);
        assertEquals(3_000_027, progress.get(progress.size() - 1));
        assertArrayEquals(model, Files.readAllBytes(target.resolve("models/spleen/model.ts")));
        assertEquals("print()", Files.readString(target.resolve("app/main.py")));
        assertTrue(Files.isExecutable(target.resolve("app/sub/run.sh")));
        assertTrue(Files.isExecutable(target.resolve("map/entry.sh")));
        assertEquals(
                "-rw-r--r--",
                far("stat -c %A " + ShellQuote.quote(target + "/app/main.py")).strip());
        assertEquals(
                "315532800",
                far("stat -c %Y " + ShellQuote.quote(target + "/app/main.py")).strip());
        assertEquals(0, Files.size(target.resolve("app.yaml")));
        assertNoLeftovers();
    }

    @Test
    void hostileNamesAreSafe() throws Exception {
        List<String> names = List.of(
                "-rf",
                "--checkpoint=1",
                "--checkpoint-action=exec=touch pwned",
                "a b",
                " leading and trailing ",
                "new\nline",
                "quote'\"`",
                "$(touch pwned)",
                "back\\slash\\n",
                "tab\tand\rreturn",
                "*?[a]",
                "größe 脾臓 🫀",
                "x".repeat(180) + " 脾臓",
                "deep/".repeat(40) + "file",
                "~",
                "#",
                "C:\\windows");
        MemoryTree tree = new MemoryTree();
        names.forEach(name -> tree.with("app/" + name, bytes(name)));
        upload(shell, tree, plan("app", "app"));
        for (String name : names) {
            assertEquals(name, far("cat -- " + ShellQuote.quote(target + "/app/" + name)));
        }
        assertEquals(
                names.size() + "\n",
                far("find " + ShellQuote.quote(target.toString()) + " -type f -print0 | tr -dc '\\0' | wc -c"));
    }

    @Test
    void aFolderCanBeTheWholeTarget() throws Exception {
        upload(shell, new MemoryTree().with("a/b", bytes("b")), plan(".", "."));
        assertEquals("b", Files.readString(target.resolve("a/b")));
    }

    @Test
    void aRelativeFolderIsBelowTheHome() throws Exception {
        String name = "monai-deploy-test-" + dir.getFileName();
        try {
            Uploader.upload(
                    shell, new MemoryTree().with("a", bytes("b")), plan("a", "a"), name + "/run", Progress.NONE);
            assertEquals("b", far("cat \"$HOME\"/" + ShellQuote.quote(name + "/run/a")));
        } finally {
            far("rm -rf -- " + ShellQuote.quote("./" + name));
        }
    }

    @Test
    void repeatedItReplacesTheFolder() throws Exception {
        upload(shell, new MemoryTree().with("a/old", bytes("1")).with("a/both", bytes("1")), plan("a", "a"));
        upload(shell, new MemoryTree().with("a/new", bytes("2")).with("a/both", bytes("2")), plan("a", "a"));
        assertFalse(Files.exists(target.resolve("a/old")));
        assertEquals("2", Files.readString(target.resolve("a/both")));
        assertNoLeftovers();
    }

    @Test
    void anUploadThatBrokeIsRepeated() throws Exception {
        byte[] big = new byte[20_000_000];
        MemoryTree tree = new MemoryTree().with("a", bytes("1")).with("big", big);
        upload(shell, new MemoryTree().with("a", bytes("0")), plan(".", "."));
        assertThrows(
                RemoteException.class,
                () -> Uploader.upload(shell, tree, plan(".", "."), target.toString(), (sent, total) -> {
                    if (sent > 5_000_000) {
                        sshd.dropConnections();
                    }
                }));
        assertEquals("0", Files.readString(target.resolve("a")), "the folder before stays until another is whole");
        upload(shell, tree, plan(".", "."));
        assertEquals("1", Files.readString(target.resolve("a")));
        assertEquals(big.length, Files.size(target.resolve("big")));
        assertNoLeftovers();
    }

    @Test
    void whatWasTamperedWithIsNamed() throws Exception {
        MemoryTree tree = new MemoryTree().with("app/good", bytes("good")).with("app/ba\nd", bytes("bad"));
        RemoteShell tampering = new InterferingShell(
                shell, "sha256sum", "printf evil > " + ShellQuote.quote(target + ".arriving/app/ba\nd"));
        OperationException e =
                assertThrows(OperationException.class, () -> upload(tampering, tree, plan("app", "app")));
        assertTrue(e.problem().contains("ba\\nd' did not arrive as it was sent"), e.problem());
        assertFalse(Files.exists(target));
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        MemoryTree tree = new MemoryTree().with("app/good", bytes("good")).with("app/gone", bytes("bad"));
        RemoteShell removing =
                new InterferingShell(shell, "sha256sum", "rm " + ShellQuote.quote(target + ".arriving/app/gone"));
        OperationException e = assertThrows(OperationException.class, () -> upload(removing, tree, plan("app", "app")));
        assertTrue(e.problem().contains("'app/gone' is missing on the machine"), e.problem());
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNamed() {
        for (String now : List.of("longer than before", "short")) {
            MemoryTree tree =
                    new MemoryTree().with("app/log", bytes("as it was")).thatChanged("app/log", bytes(now));
            OperationException e =
                    assertThrows(OperationException.class, () -> upload(shell, tree, plan("app", "app")));
            assertTrue(e.problem().contains("'app/log' changed its size"), e.problem());
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        MemoryTree tree = new MemoryTree().with("app/locked", bytes("!"));
        OperationException e = assertThrows(OperationException.class, () -> upload(shell, tree, plan("app", "app")));
        assertTrue(e.problem().contains("'app/locked' cannot be read"), e.problem());
    }

    @Test
    void aFullDiskAsksForALargerVolume() throws Exception {
        Path small = Files.createDirectory(dir.resolve("small"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "SKIPPED: a tmpfs cannot be mounted here (needs root), so no disk can be filled");
        try {
            target = small.resolve("run");
            MemoryTree tree = new MemoryTree().with("model", new byte[3_000_000]);
            MemoryTree several = new MemoryTree().with("a", new byte[1_200_000]).with("b", new byte[50_000]);
            OperationException before =
                    assertThrows(OperationException.class, () -> upload(shell, tree, plan("model", "model")));
            assertTrue(before.remedy().contains("volumeGiB"), before.getMessage());
            assertTrue(before.problem().contains("free"), before.problem());

            RemoteShell noDf = new ReplacingShell(shell, "df -Pk", "true");
            OperationException during =
                    assertThrows(OperationException.class, () -> upload(noDf, tree, plan("model", "model")));
            assertTrue(during.problem().contains("could not be unpacked"), during.problem());
            assertTrue(during.remedy().contains("volumeGiB"), during.getMessage());
            during = assertThrows(OperationException.class, () -> upload(noDf, several, plan(".", ".")));
            assertTrue(during.problem().contains("No space left on device"), during.problem());
            assertTrue(during.remedy().contains("volumeGiB"), during.getMessage());
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @Test
    void aFolderThatMayNotBeWrittenIsAnError() throws Exception {
        target = Files.createFile(dir.resolve("file")).resolve("run");
        OperationException e = assertThrows(
                OperationException.class, () -> upload(shell, new MemoryTree().with("a", bytes("")), plan("a", "a")));
        assertTrue(e.problem().contains("folder could not be made"), e.problem());
    }

    /** Runs a command of its own before each command that names a program. */
    private record InterferingShell(RemoteShell shell, String program, String before) implements RemoteShell {

        @Override
        public Result run(String command, Duration timeout) throws RemoteException, InterruptedException {
            return shell.run(command, timeout);
        }

        @Override
        public Result run(String command, StdinWriter stdin, Duration timeout)
                throws IOException, InterruptedException {
            if (command.contains(program)) {
                assertTrue(shell.run(before, timeout).ok());
            }
            return shell.run(command, stdin, timeout);
        }

        @Override
        public void close() {}
    }

    /** Puts another command in the place of one. */
    private record ReplacingShell(RemoteShell shell, String what, String by) implements RemoteShell {

        @Override
        public Result run(String command, Duration timeout) throws RemoteException, InterruptedException {
            return shell.run(command.replace(what, by), timeout);
        }

        @Override
        public Result run(String command, StdinWriter stdin, Duration timeout)
                throws IOException, InterruptedException {
            return shell.run(command.replace(what, by), stdin, timeout);
        }

        @Override
        public void close() {}
    }
}
