package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushScriptTest {

    private static final String IMAGE = "registry.example/monai/app:1";

    @TempDir
    Path folder;

    private Scripts machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new Scripts(folder);
        machine.link("sleep");
    }

    private Scripts.Result push() throws IOException, InterruptedException {
        PushScript script =
                new PushScript("registry.example", false, UUID.randomUUID().toString());
        return machine.bash(
                script.push("localhost/app:run", List.of(IMAGE)), Map.of("MONAI_DEPLOY_PROGRESS_SECONDS", "1"));
    }

    /** The output ends when the last process that could write to it has ended. */
    @Test
    void everyTagIsPushedAndNothingIsLeftRunning() throws Exception {
        machine.tool("docker", "case $1 in --version) echo Docker version 27 ;; esac");
        Scripts.Result result = push();
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(machine.calls("docker").contains("tag localhost/app:run " + IMAGE), result.output());
        assertTrue(machine.calls("docker").contains("push " + IMAGE), result.output());
    }

    @Test
    void aLongPushTellsWhatTheMachineHasSent() throws Exception {
        assumeTrue(hasDefaultRoute(), "this machine has no default route, whose traffic is told");
        Path told = folder.resolve("told");
        machine.tool(
                "docker",
                "case $1 in --version) echo Docker version 27 ;; push) while [ ! -e " + Bash.quote(told.toString())
                        + " ]; do sleep 0.1; done ;; esac");
        PushScript script =
                new PushScript("registry.example", false, UUID.randomUUID().toString());
        Process process = machine.start(
                List.of("bash", "-c", script.push("localhost/app:run", List.of(IMAGE))),
                Map.of("MONAI_DEPLOY_PROGRESS_SECONDS", "1"));
        process.getOutputStream().close();
        try (var output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.matches("Sent \\d+ MB in \\d+ s")) {
                line = output.readLine();
            }
            Files.createFile(told);
            assertTrue(line != null, "the push ended without a word");
            while (output.readLine() != null) {
                // Until nobody has the output open anymore.
            }
        }
        assertEquals(0, process.waitFor());
    }

    private static boolean hasDefaultRoute() throws IOException {
        Path routes = Path.of("/proc/net/route");
        return Files.exists(routes)
                && Files.readAllLines(routes).stream().anyMatch(l -> l.split("\\s+")[1].equals("00000000"));
    }

    @Test
    void aPushThatAPolicyForbidsIsNotMendedByAPermission() {
        String remedy = PushScript.remedy("denied: User: arn:aws:iam::1:user/ci is not authorized to perform:"
                + " ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:1:repository/monai with an explicit deny"
                + " in a service control policy");
        assertTrue(remedy.contains("service control policies"), remedy);
        assertTrue(remedy.contains("ecr:InitiateLayerUpload"), remedy);
    }
}
