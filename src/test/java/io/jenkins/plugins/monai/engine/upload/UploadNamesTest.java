package io.jenkins.plugins.monai.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.packager.GeneratedFile;
import io.jenkins.plugins.monai.engine.ssh.HostKeyCheck;
import io.jenkins.plugins.monai.engine.ssh.LocalSshd;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.engine.ssh.SshjShell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a workspace, its folders and its files are called, against this machine's own OpenSSH, tar and coreutils. */
@Timeout(120)
class UploadNamesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of a file or a folder, 255 bytes at most (ext4, xfs). */
    private static final List<String> NAMES = List.of(
            " ",
            "with space ",
            "it's",
            "\"quoted\"",
            "`touch pwned`",
            "$(touch pwned)",
            "${HOME}",
            "a;touch pwned&",
            "line\nfeed",
            "\nfirst and last\n",
            "car\rriage",
            "tab\t",
            "back\\slash",
            "ends with a backslash\\",
            "-dash",
            "--help",
            ".hidden",
            "...",
            "~root",
            "!history",
            "#comment",
            "%s%n",
            "*",
            "[a-z]?",
            "{a,b}",
            "C:\\x",
            "host:path",
            "größe",
            "gro\u0308ße",
            "脾臓",
            "🫀",
            "\u202egnp.exe",
            "\u2028line separator",
            "escape\u001b[31m",
            "x".repeat(255),
            "脾".repeat(85),
            "'".repeat(255));

    @TempDir
    Path dir;

    private LocalSshd sshd;
    private SshjShell shell;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(LocalSshd.isInstalled(), "SKIPPED: no /usr/sbin/sshd; install openssh-server to test against it");
        SshKey key = SshKey.generate("");
        sshd = LocalSshd.start(dir, key.publicKeyLine());
        shell = new SshjShell(sshd.target(), key, HostKeyCheck.anyOf(List.of(sshd.hostKey())));
    }

    @AfterEach
    void stop() {
        if (shell != null) {
            shell.close();
            sshd.close();
        }
    }

    private String far(String command) throws Exception {
        RemoteShell.Result result = shell.run(command, PATIENCE);
        assertTrue(result.ok(), result.stderr());
        return result.stdout();
    }

    private void assertThere(String folder, Stream<String> places) throws Exception {
        List<String> all = places.toList();
        for (String place : all) {
            assertEquals(place, far("cat -- " + ShellQuote.quote(folder + "/" + place)));
        }
        assertEquals(
                all.size() + "\n", far("find " + ShellQuote.quote(folder) + " -type f -print0 | tr -dc '\\0' | wc -c"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As files, as folders, and as the sources and destinations that a step names. */
    @Test
    void filesAndFoldersArriveUnderTheirNames() throws Exception {
        MemoryTree tree = new MemoryTree();
        UploadPlan.Builder plan = UploadPlan.builder();
        for (String name : NAMES) {
            tree.with("files/" + name, bytes("app/" + name));
            tree.with("files/in folders/" + name + "/" + name, bytes("app/in folders/" + name + "/" + name));
            tree.with("named " + (name.length() > 200 ? name.substring(0, 80) : name), bytes("models/" + name));
            plan.source("named " + (name.length() > 200 ? name.substring(0, 80) : name), "models/" + name);
        }
        plan.source("files", "app");
        String folder = dir.resolve("run").toString();
        Uploader.upload(shell, tree, plan.build(), folder, Progress.NONE);
        assertThere(
                folder,
                NAMES.stream()
                        .flatMap(name ->
                                Stream.of("app/" + name, "app/in folders/" + name + "/" + name, "models/" + name)));
    }

    /** The folder of a run, replaced as well; it leaves room for a suffix. */
    @Test
    void theRunsOwnFolderMayHaveAnyName() throws Exception {
        for (String name : NAMES) {
            String folder = dir + "/" + (name.length() > 80 ? name.substring(0, 80) : name) + "/run " + shortened(name);
            for (int time = 0; time < 2; time++) {
                UploadPlan plan = UploadPlan.builder()
                        .generated(List.of(new GeneratedFile("a file", "a file", false)))
                        .build();
                Uploader.upload(shell, new MemoryTree(), plan, folder, Progress.NONE);
                assertThere(folder, Stream.of("a file"));
            }
        }
    }

    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }
}
