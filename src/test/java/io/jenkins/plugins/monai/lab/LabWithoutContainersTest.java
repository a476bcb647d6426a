package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.ssh.HostKeyCheck;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.engine.ssh.SshjShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The laboratory where there are no containers. */
class LabWithoutContainersTest {

    @BeforeAll
    static void needsTheEmulator() {
        assumeTrue(
                Files.isDirectory(LabPaths.virtualEnvironment(WorkingCopy.root(), "aws")),
                "no emulator of AWS: run make setup, which fetches it");
    }

    @Test
    void thisMachineStandsInAndNothingRunsAfterwards() throws Exception {
        Set<Long> before = descendants();
        Set<Long> started;
        try (Lab lab = Lab.start(LabOptions.standard().withoutContainers())) {
            assertFalse(lab.containers());
            assertEquals("they were not asked for", lab.whyNoContainers().orElseThrow());
            try (TestInstance instance = TestInstance.launch(lab, "local")) {
                TestInstance.Output home = instance.run("pwd; echo \"$HOME\"");
                String[] lines = home.text().split("\n");
                assertEquals(lines[0], lines[1]);
                assertTrue(Path.of(lines[0]).startsWith(WorkingCopy.root().resolve("target")), home.text());
                assertEquals(5, instance.run("exit 5").exitCode());
            }
            started = descendants();
            started.removeAll(before);
            assertFalse(started.isEmpty());
        }
        started.retainAll(descendants());
        assertEquals(Set.of(), started, "processes that are left");
    }

    private static Set<Long> descendants() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whoWasNotLetInStaysOut() throws Exception {
        try (Lab lab = Lab.start(LabOptions.standard().withoutContainers());
                TestInstance first = TestInstance.launch(lab, "local")) {
            first.run("true");
            SshKey unknown = SshKey.generate("");
            try (RemoteShell stranger =
                    new SshjShell(first.target(), unknown, HostKeyCheck.acceptNew(null, key -> {}))) {
                assertThrows(IOException.class, () -> stranger.run("true", Duration.ofSeconds(30)));
            }
        }
    }
}
