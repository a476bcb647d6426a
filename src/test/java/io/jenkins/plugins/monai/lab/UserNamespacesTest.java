package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is told who cannot have containers of their own. */
class UserNamespacesTest {

    @TempDir
    Path etc;

    @TempDir
    Path proc;

    @BeforeEach
    void needsTheProgram() {
        assumeTrue(LabPaths.program("newuidmap").isPresent(), "newuidmap is not installed (Debian: uidmap)");
    }

    private Optional<String> whyNot(String subuid, String subgid) throws Exception {
        Files.writeString(etc.resolve("subuid"), subuid);
        Files.writeString(etc.resolve("subgid"), subgid);
        return new UserNamespaces("alice", 1001, etc, proc).whyNot();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice:100000:65536",
                "1001:100000:65536",
                "bob:1:1\nalice:100000:32768\nalice:200000:32768",
                "# a comment\nalice:100000:1000000\n",
            })
    void enoughIdsSuffice(String lines) throws Exception {
        assertEquals(Optional.empty(), whyNot(lines, lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bob:100000:65536", "alice:100000:65535", "alice:100000:", "alice", "alicex:1:65536"})
    void tooFewIdsAreNamedWithTheRemedy(String lines) throws Exception {
        String why = whyNot("alice:100000:65536", lines).orElseThrow();

        assertTrue(why.startsWith("/etc/subgid gives alice "), why);
        assertTrue(why.contains("usermod --add-subuids"), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/max_user_namespaces", "kernel/unprivileged_userns_clone"})
    void whatIsSwitchedOffIsNamed(String setting) throws Exception {
        Files.createDirectories(proc.resolve(setting).getParent());
        Files.writeString(proc.resolve(setting), "0\n");

        String why = whyNot("alice:1:65536", "alice:1:65536").orElseThrow();

        assertTrue(why.contains(setting.replace('/', '.')), why);
    }

    @Test
    void idsOfANamespaceAreCounted() {
        assertEquals(
                65_537, UserNamespaces.idsIn("         0       1001          1\n         1     100000      65536\n"));
        assertEquals(1, UserNamespaces.idsIn("0 1001 1"));
        assertEquals(0, UserNamespaces.idsIn("cannot clone: Operation not permitted"));
    }
}
