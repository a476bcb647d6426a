package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the upstream packager with the real monai-deploy 4.2.0 and a recorder in the place of docker. */
class UpstreamPackagerCliTest {

    private static final String APP_YAML = """
            # A comment
            application:
              title: Spleen
              version: 1.10
              inputFormats: ["file"]
              pip-packages: ["monai==1.6.0", "numpy>=1.26"]
            resources:
              cpu: 1
              gpu: 1
              memory: 1Gi
            organ: spleen
            """;

    @TempDir
    Path folder;

    private final Packager packager = new UpstreamPackager();
    private Scripts machine;
    private DockerRecorder docker;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepare() throws Exception {
        Path venv = WorkingCopy.root().resolve(System.getProperty("monai.upstream.venv", ".venv/upstream"));
        assumeTrue(
                Files.isExecutable(venv.resolve("bin/monai-deploy")),
                "SKIPPED, the real monai-deploy is not tested: " + venv + " lacks it. make setup installs it"
                        + " (src/dev/requirements/upstream.txt; Linux, Python 3.10 to 3.13)");
        environment.put("MONAI_DEPLOY_UPSTREAM_VENV", venv.toString());
        machine = new Scripts(folder);
        docker = new DockerRecorder(machine, folder.resolve("docker"));
        machine.write("app/__main__.py", "print('hello')\n");
        machine.write("app/helper.py", "");
        machine.write("models/spleen/model.ts", "weights");
        machine.write("models/liver/model.ts", "weights");
        machine.write("app.yaml", APP_YAML);
        machine.write("requirements.txt", "pydicom==3.0.2\ntorch==2.13.0");
    }

    private PackageInputs inputs(Inputs more) throws Exception {
        AppConfig config = AppConfigReader.parse(APP_YAML, "app.yaml");
        PackageInputs given = more.models("spleen", "liver").build();
        return new PackageInputs(
                config,
                given.entryPoint(),
                given.modelNames(),
                true,
                given.localTag(),
                given.platform(),
                true,
                given.baseImage(),
                "Spleen",
                given.revision(),
                Requirements.NONE);
    }

    private Scripts.Result pack(PackageInputs inputs) throws Exception {
        machine.write(packager.files(inputs));
        return machine.bash(packager.script(inputs), environment);
    }

    @Test
    void buildsWhatItWasAskedFor() throws Exception {
        Scripts.Result result = pack(inputs(new Inputs()));
        assertEquals(0, result.exitCode(), result.output());
        assertFalse(result.output().contains("Installing monai-deploy"), "the environment has the pinned versions");
        assertEquals(List.of("monai-deploy/run-1:map"), docker.images());
        assertEquals("docker\n", Files.readString(machine.run().resolve(Packager.TOOL_FILE)));

        String build = machine.calls("docker").stream()
                .filter(call -> call.startsWith("buildx build "))
                .findFirst()
                .orElseThrow();
        for (String part : List.of(
                "--builder holoscan_app_builder",
                "--platform linux/amd64",
                "--load",
                "--no-cache",
                "UID=1000",
                "GID=1000",
                "-x64-workstation-dgpu-linux-amd64:built")) {
            assertTrue(build.contains(part), part + " in " + build);
        }
        assertFalse(build.contains("--cache-to"), build);
    }

    @Test
    void givesTheContextItsDockerfile() throws Exception {
        assertEquals(0, pack(inputs(new Inputs())).exitCode());
        String dockerfile = docker.context("Dockerfile");
        for (String line : List.of(
                "FROM nvcr.io/nvidia/cuda:13.0.0-runtime-ubuntu24.04 AS base",
                "LABEL org.opencontainers.image.title=\"Spleen\"",
                "LABEL org.opencontainers.image.version=\"1.10.0\"",
                "LABEL org.monai.deploy.app-sdk=\"4.0.0\"",
                "RUN pip install monai-deploy-app-sdk==4.0.0")) {
            assertTrue(dockerfile.contains(line + "\n"), line + " in " + dockerfile);
        }
        assertTrue(docker.contextHas("app/helper.py"));
        assertTrue(docker.contextHas("models/spleen/model.ts"));
        assertTrue(docker.contextHas("models/liver/model.ts"));
    }

    @Test
    void keepsRequirementsApart() throws Exception {
        assertEquals(0, pack(inputs(new Inputs())).exitCode());
        assertEquals("""
                pydicom==3.0.2
                torch==2.13.0
                monai==1.6.0
                numpy>=1.26
                holoscan-cu13==4.2.0
                holoscan-cli==4.2.0
                """, docker.context("pip/requirements.txt"));
    }

    @Test
    void leavesVersionsToTheApplicationThatNamesThem() throws Exception {
        machine.write("requirements.txt", "Holoscan_CU13 == 4.1.0\n");
        assertEquals(0, pack(inputs(new Inputs())).exitCode());
        String requirements = docker.context("pip/requirements.txt");
        assertTrue(requirements.startsWith("Holoscan_CU13 == 4.1.0\n"), requirements);
        assertFalse(requirements.contains("holoscan-cu13==4.2.0"), requirements);
    }

    @Test
    void writesAVersionThatIsText() throws Exception {
        assertEquals(0, pack(inputs(new Inputs())).exitCode());
        JsonNode app = new ObjectMapper().readTree(docker.context("map/app.json"));
        JsonNode pkg = new ObjectMapper().readTree(docker.context("map/pkg.json"));
        assertEquals("1.10.0", app.get("version").textValue());
        assertEquals("1.10.0", pkg.get("version").textValue());
        assertEquals("file", app.at("/input/formats/0").textValue());
        assertEquals("[\"python3\", \"/opt/holoscan/app\"]", app.get("command").textValue());
        assertEquals("/opt/holoscan/models/spleen", pkg.at("/models/spleen").textValue());
        assertEquals(1, pkg.at("/resources/gpu").intValue());
        assertTrue(docker.context("app.config").contains("organ: spleen"));
    }

    @Test
    void startsAFile() throws Exception {
        machine.write("app/run.py", "print('hello')\n");
        assertEquals(0, pack(inputs(new Inputs().entryPoint("run.py"))).exitCode());
        JsonNode app = new ObjectMapper().readTree(docker.context("map/app.json"));
        assertEquals(
                "[\"python3\", \"/opt/holoscan/app/run.py\"]",
                app.get("command").textValue());
    }

    @Test
    void buildsTwiceInOneFolder() throws Exception {
        assertEquals(0, pack(inputs(new Inputs())).exitCode());
        Scripts.Result second = pack(inputs(new Inputs()));
        assertEquals(0, second.exitCode(), second.output());
        assertTrue(docker.images().contains("monai-deploy/run-1:map"));
    }

    @Test
    void failsWhenTheBuildFails() throws Exception {
        docker.failToBuild();
        Scripts.Result result = pack(inputs(new Inputs()));
        assertNotEquals(0, result.exitCode());
        assertTrue(result.output().contains("Status: Failure"), result.output());
        assertEquals(List.of(), docker.images());
    }

    @Test
    void failsWhenTheImageIsForAnotherMachine() throws Exception {
        Scripts.Result result = pack(inputs(new Inputs().platform("linux/arm64")));
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "SKIPPED: this machine is no x86_64");
        assertNotEquals(0, result.exitCode(), result.output());
        assertEquals(List.of(), docker.images());
    }

    @Test
    void usesAnotherBaseImage() throws Exception {
        Files.writeString(folder.resolve("docker/images"), "registry.example.org/cuda:13\n");
        assertEquals(
                0,
                pack(inputs(new Inputs().baseImage("registry.example.org/cuda:13")))
                        .exitCode());
        assertTrue(docker.context("Dockerfile").contains("FROM registry.example.org/cuda:13 AS base\n"));
    }
}
