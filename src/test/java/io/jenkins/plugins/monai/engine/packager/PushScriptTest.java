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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** A registry that answers pushes with the words given, so many times, and then takes them. */
    private Scripts.Result pushTo(String words, int times) throws IOException, InterruptedException {
        machine.link("tee");
        machine.link("grep");
        machine.link("mkdir");
        machine.link("wc");
        String count = Bash.quote(folder.resolve("pushes").toString());
        machine.tool(
                "docker",
                "case $1 in --version) echo Docker version 27 ;; push) echo x >>" + count + "; [ \"$(wc -l <" + count
                        + ")\" -gt " + times + " ] || { echo " + Bash.quote(words) + " >&2; exit 3; } ;; esac");
        PushScript script =
                new PushScript("registry.example", false, UUID.randomUUID().toString());
        return machine.bash(
                script.push("localhost/app:run", List.of(IMAGE)), Map.of("MONAI_DEPLOY_PUSH_PAUSES", "0 0 0"));
    }

    private long pushes() throws IOException {
        return Files.readAllLines(folder.resolve("pushes")).size();
    }

    /** Issue 12: a registry that answers with 5xx in the middle of a push. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "received unexpected HTTP status: 500 Internal Server Error",
                "received unexpected HTTP status: 503 Service Unavailable",
                "writing blob: uploading layer chunked: StatusCode: 502, Bad Gateway",
                "error parsing HTTP 429 response body: toomanyrequests: Rate exceeded",
                "write tcp 10.0.0.1:1->10.0.0.2:443: write: connection reset by peer",
                "Patch https://registry.example/v2/: unexpected EOF",
                "net/http: TLS handshake timeout"
            })
    void whatARegistryGetsOverIsPushedAgain(String words) throws Exception {
        Scripts.Result result = pushTo(words, 3);
        assertEquals(0, result.exitCode(), result.output());
        assertEquals(4, pushes());
        assertTrue(result.output().contains(words) && result.output().contains("pushing " + IMAGE + " again"));
    }

    @Test
    void aRegistryThatStaysInTroubleIsGivenUp() throws Exception {
        Scripts.Result result = pushTo("received unexpected HTTP status: 503 Service Unavailable", 99);
        assertEquals(3, result.exitCode(), "the tool's own");
        assertEquals(4, pushes());
        assertTrue(PushScript.remedy(result.output()).contains("AWS Health"), result.output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "denied: User is not authorized to perform: ecr:InitiateLayerUpload",
                "tag invalid: The image tag '1' already exists and cannot be overwritten because the tag is immutable",
                "no basic auth credentials",
                "write /var/lib/docker/x: no space left on device"
            })
    void whatARegistryRefusesIsNotPushedAgain(String words) throws Exception {
        assertEquals(3, pushTo(words, 99).exitCode());
        assertEquals(1, pushes());
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
