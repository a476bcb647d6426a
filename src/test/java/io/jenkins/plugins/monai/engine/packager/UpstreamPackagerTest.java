package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamPackagerTest {

    @TempDir
    Path folder;

    private final Packager packager = new UpstreamPackager();

    @Test
    void isTestedWithThePinsItInstalls() throws Exception {
        String tested = Files.readAllLines(Path.of("src/dev/requirements/upstream.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(tested, Bash.resource("upstream-requirements.txt"));
    }

    @Test
    void namesThePlatformAsTheCommandDoes() {
        assertTrue(packager.script(new Inputs().build()).contains("options=('--platform' 'x86_64' '--cuda' '13'"));
        assertTrue(packager.script(new Inputs().platform("linux/arm64").build()).contains("('--platform' 'sbsa'"));
    }

    @Test
    void refusesWhatTheBuiltinPackagerRefuses() {
        assertThrows(
                OperationException.class,
                () -> packager.files(new Inputs().models("a b").build()));
        assertThrows(
                OperationException.class,
                () -> packager.files(new Inputs().version("latest").build()));
    }

    @Test
    void needsBuildx() throws Exception {
        Scripts machine = new Scripts(folder);
        machine.tool("docker", "[ \"$1\" != buildx ]");
        Scripts.Result result = machine.bash(packager.script(new Inputs().build()), Map.of());
        assertNotEquals(0, result.exitCode());
        assertTrue(packager.remedy(result.exitCode(), result.output()).contains("buildx"), result.output());
    }

    @Test
    void needsVirtualEnvironments() throws Exception {
        Scripts machine = new Scripts(folder);
        machine.tool("docker", "echo Docker version 27");
        machine.tool("python3", "exit 1");
        machine.write("app/__main__.py", "");
        machine.write(packager.files(new Inputs().build()));
        Scripts.Result result = machine.bash(packager.script(new Inputs().build()), Map.of());
        assertNotEquals(0, result.exitCode());
        assertTrue(packager.remedy(result.exitCode(), result.output()).contains("python3-venv"), result.output());
    }

    @Test
    void isFoundByItsName() throws Exception {
        assertEquals(UpstreamPackager.class, Packagers.of("upstream").getClass());
        assertEquals(BuiltinPackager.class, Packagers.of("builtin").getClass());
        OperationException e = assertThrows(OperationException.class, () -> Packagers.of("docker"));
        assertTrue(e.remedy().contains("builtin, upstream"), e.remedy());
    }
}
