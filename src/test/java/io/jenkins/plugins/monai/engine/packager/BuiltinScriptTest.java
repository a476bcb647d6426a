package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.map.Fingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the builtin packager, really run by bash against stand-ins for docker and podman. */
class BuiltinScriptTest {

    private static final String DOCKER =
            "case \"$1\" in --version) echo Docker version 27 ;; image) echo sha256:abc ;; esac";

    @TempDir
    Path folder;

    private final Packager packager = new BuiltinPackager();
    private Scripts machine;

    @BeforeEach
    void upload() throws Exception {
        machine = new Scripts(folder);
        machine.write("app/__main__.py", "print('hello')\n");
        machine.write("models/threshold/model.json", "{}");
        machine.write("app.yaml", "application: {title: t, version: 1.0}\n");
        machine.write("requirements.txt", "pydicom==3.0.2");
    }

    private Scripts.Result pack(Inputs inputs, Map<String, String> environment) throws Exception {
        machine.write(packager.files(inputs.build()));
        return machine.bash(packager.script(inputs.build()), environment);
    }

    private String buildCall(String tool) throws Exception {
        return machine.calls(tool).stream()
                .filter(call -> call.contains("--file map/Dockerfile"))
                .reduce((one, other) -> {
                    throw new AssertionError("built twice");
                })
                .orElseThrow(() -> new AssertionError("not built"));
    }

    @Test
    void prefersBuildx() throws Exception {
        machine.tool("docker", DOCKER);
        machine.tool("podman", "exit 1");
        Scripts.Result result = pack(new Inputs(), Map.of());
        assertEquals(0, result.exitCode(), result.output());
        String call = buildCall("docker");
        assertTrue(call.startsWith("buildx build --load "), call);
        assertTrue(call.contains("--platform linux/amd64"), call);
        assertTrue(call.contains("--tag monai-deploy/run-1:map"), call);
        assertTrue(call.endsWith(" ."), call);
        assertEquals("docker\n", Files.readString(machine.run().resolve("container-tool")));
        assertTrue(result.output().contains("Built monai-deploy/run-1:map: sha256:abc"), result.output());
    }

    @Test
    void buildsWithDockerAlone() throws Exception {
        machine.tool("docker", "[ \"$1\" != buildx ] || exit 1\n" + DOCKER);
        assertEquals(0, pack(new Inputs(), Map.of()).exitCode());
        assertTrue(buildCall("docker").startsWith("build --progress plain "));
    }

    @Test
    void takesPodmanWhereNoDaemonAnswers() throws Exception {
        machine.tool("docker", "[ \"$1\" != info ] || exit 1\n" + DOCKER);
        machine.tool("podman", "echo sha256:def");
        assertEquals(0, pack(new Inputs(), Map.of()).exitCode());
        assertTrue(buildCall("podman").startsWith("build --platform"));
        assertEquals("podman\n", Files.readString(machine.run().resolve("container-tool")));
    }

    @Test
    void seesPodmanBehindTheNameDocker() throws Exception {
        machine.tool("docker", "echo podman version 4.3.1");
        machine.tool("podman", "echo sha256:def");
        assertEquals(0, pack(new Inputs(), Map.of()).exitCode());
        assertTrue(buildCall("podman").startsWith("build "));
    }

    @Test
    void saysThatThereIsNothingToBuildWith() throws Exception {
        Scripts.Result result = pack(new Inputs(), Map.of());
        assertNotEquals(0, result.exitCode());
        assertTrue(packager.remedy(result.exitCode(), result.output()).contains("AMI"), result.output());
    }

    @Test
    void endsAsTheBuildEnds() throws Exception {
        machine.tool("podman", "case \"$1\" in build) echo no space left on device; exit 125;; esac");
        Scripts.Result result = pack(new Inputs(), Map.of());
        assertEquals(125, result.exitCode(), result.output());
        assertTrue(packager.remedy(result.exitCode(), result.output()).contains("volumeGiB"));
    }

    @Test
    void handsLabelsOverWhateverTheyHold() throws Exception {
        machine.tool("podman", "for word in \"$@\"; do echo \"<$word>\"; done");
        String title = "A \"title\" with $HOME, `id` and 'quotes'; \\ $(id)";
        Scripts.Result result = pack(new Inputs().title(title), Map.of());
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("<org.opencontainers.image.title=" + title + ">"), result.output());
        assertTrue(
                result.output()
                        .contains("<org.opencontainers.image.revision=0123456789abcdef0123456789abcdef01234567>"),
                result.output());
    }

    @Test
    void labelsSayWhatTheMapWasMadeOf() throws Exception {
        machine.tool("podman", "echo \"$@\"");
        PackageInputs inputs = new Inputs().build();
        Map<String, String> labels = new BuiltinPackager()
                .labels(inputs.with(new Fingerprint(Map.of("model.spleen", "sha256:abc", "app", "sha256:def"))));
        assertEquals("sha256:abc", labels.get("io.jenkins.plugins.monai.fingerprint.model.spleen"));
        assertEquals("sha256:def", labels.get("io.jenkins.plugins.monai.fingerprint.app"));
        assertEquals("1.0.0", labels.get("org.opencontainers.image.version"));
    }

    @Test
    void mountsTheMachinesPipSettings() throws Exception {
        machine.tool("podman", "echo sha256:def");
        Path conf = Files.writeString(folder.resolve("pip.conf"), "[global]\ncert = " + folder + "/hospital.pem\n");
        Path certificate = Files.writeString(folder.resolve("hospital.pem"), "-----BEGIN CERTIFICATE-----\n");
        pack(new Inputs(), Map.of("PIP_CONFIG_FILE", conf.toString()));
        String call = buildCall("podman");
        assertTrue(call.contains("--secret id=pip-conf\\,src=" + conf), call);
        assertTrue(call.contains("--secret id=ca-bundle\\,src=" + certificate), call);
        assertFalse(machine.tree().contains("pip.conf"), "nothing of it is copied");
    }

    @Test
    void leavesOutCertificatesThatBuildKitRefuses() throws Exception {
        machine.tool("podman", "echo sha256:def");
        Path large = Files.write(folder.resolve("large.pem"), new byte[600_000]);
        pack(new Inputs(), Map.of("PIP_CERT", large.toString()));
        assertFalse(buildCall("podman").contains("ca-bundle"));
    }

    @Test
    void passesProxiesOnByName() throws Exception {
        machine.tool("podman", "echo sha256:def");
        Scripts.Result result = pack(
                new Inputs(),
                Map.of("HTTPS_PROXY", "http://user:hunter2@proxy:3128", "MONAI_DEPLOY_BUILD_NETWORK", "host"));
        String call = buildCall("podman");
        assertTrue(call.contains("--build-arg HTTPS_PROXY "), call);
        assertTrue(call.contains("--network host"), call);
        assertFalse((call + result.output()).contains("hunter2"), result.output());
    }

    @Test
    void letsAnotherUserReadTheApplication() throws Exception {
        machine.tool("podman", "echo sha256:def");
        Path main = machine.run().resolve("app/__main__.py");
        Files.setPosixFilePermissions(main, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        pack(new Inputs(), Map.of());
        assertEquals(
                "rw-r--r--",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(main)));
    }

    @Test
    void tellsThatTheVersionWasCompleted() throws Exception {
        machine.tool("podman", "echo sha256:def");
        assertTrue(pack(new Inputs().version("1.0"), Map.of()).output().contains("1.0 is written as 1.0.0"));
    }

    @Test
    void imagesGoToTheMachinesNvmeBeforeAnythingIsBuilt() {
        Map<String, Packager> packagers = Map.of("builtin.sh", packager, "upstream.sh", new UpstreamPackager());
        packagers.forEach((resource, one) -> {
            String script = one.script(new Inputs().build());
            int store = script.indexOf(Bash.resource("instance-store.sh"));
            assertTrue(store > 0 && store < script.indexOf(Bash.resource(resource)), resource);
        });
    }
}
