package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import io.jenkins.plugins.monai.engine.requirements.RequirementsReader;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each packager makes of requirements, or refuses. */
class RequirementsCheckTest {

    @TempDir
    Path workspace;

    private Requirements read(String text, String... packages) throws Exception {
        Files.writeString(workspace.resolve("requirements.txt"), text);
        Files.writeString(workspace.resolve("x-1-py3-none-any.whl"), "wheel");
        Files.writeString(workspace.resolve("pins.txt"), "numpy==2.2.6\n");
        Files.createDirectories(workspace.resolve("project"));
        Files.writeString(workspace.resolve("project/setup.py"), "");
        return RequirementsReader.read(
                new LocalSourceTree(workspace), "requirements.txt", List.of(packages), "app.yaml");
    }

    private static Map<String, String> files(Packager packager, Inputs inputs) throws OperationException {
        return packager.files(inputs.build()).stream()
                .collect(Collectors.toMap(GeneratedFile::path, GeneratedFile::content));
    }

    private static void assertRefused(Packager packager, Requirements requirements, String problem, String remedy) {
        OperationException e =
                assertThrows(OperationException.class, () -> files(packager, new Inputs().requirements(requirements)));
        assertTrue(e.problem().contains(problem), e.getMessage());
        assertTrue(e.remedy().contains(remedy), e.getMessage());
    }

    @Test
    void builtinMountsWhatIsSentAlong() throws Exception {
        Map<String, String> files =
                files(new BuiltinPackager(), new Inputs().requirements(read("./x-1-py3-none-any.whl\n-c pins.txt\n")));
        assertEquals(
                "/opt/holoscan/tools/requirements/files/local/0/x-1-py3-none-any.whl\n"
                        + "--constraint /opt/holoscan/tools/requirements/files/constraints-0.txt\n",
                files.get("requirements.txt"));
        assertEquals("numpy==2.2.6\n", files.get("requirements/constraints-0.txt"));
        assertTrue(
                files.get("map/Dockerfile")
                        .contains(
                                "RUN --mount=type=bind,source=requirements,"
                                        + "target=/opt/holoscan/tools/requirements/files \\\n    --mount=type=secret,id=pip-conf"),
                files.get("map/Dockerfile"));
        assertTrue(files.get(".dockerignore").contains("!requirements\n"));
        assertTrue(files(new BuiltinPackager(), new Inputs().requirements(read("./project\n")))
                .get("map/Dockerfile")
                .contains("files,rw \\\n"));
        assertFalse(files(new BuiltinPackager(), new Inputs().requirements(read("numpy\n")))
                .get("map/Dockerfile")
                .contains("type=bind"));
    }

    @Test
    void upstreamRefusesWhatItTakesNotAlong() throws Exception {
        assertRefused(
                new UpstreamPackager(), read("numpy\n./x-1-py3-none-any.whl\n"), "requirements.txt, line 2", "builtin");
        assertRefused(new UpstreamPackager(), read("-c pins.txt\n"), "requirements.txt, line 1", "builtin");
        assertRefused(new UpstreamPackager(), read("a==1 --hash=sha256:aa\n"), "without hashes", "builtin");
        assertEquals(
                "numpy==2.2.6\ntorch\n",
                files(new UpstreamPackager(), new Inputs().requirements(read("-r pins.txt\ntorch\n")))
                        .get("requirements.txt"));
    }

    @Test
    void hashesAreWantedOfAll() throws Exception {
        files(new BuiltinPackager(), new Inputs().requirements(read("a==1 --hash=sha256:aa\n")));
        assertRefused(new BuiltinPackager(), read("a==1 --hash=sha256:aa\nb\n"), "requirements.txt, line 2", "hashes");
        assertRefused(new BuiltinPackager(), read("--require-hashes\na==1\n"), "requirements.txt, line 2", "hashes");
        assertRefused(
                new BuiltinPackager(), read("a==1 --hash=sha256:aa\n", "numpy"), "app.yaml, pip-packages", "hashes");
    }

    @Test
    void versionControlWantsABaseImageThatHasIt() throws Exception {
        Requirements git = read("x @ git+https://example.org/x.git\n");
        assertRefused(new BuiltinPackager(), git, "version control", "baseImage");
        assertRefused(new UpstreamPackager(), git, "version control", "baseImage");
        files(new BuiltinPackager(), new Inputs().requirements(git).baseImage("python:3.12"));
    }
}
