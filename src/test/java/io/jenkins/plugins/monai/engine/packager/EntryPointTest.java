package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry point of a MAP, run by the Python of this machine with its paths moved into a folder of the test. */
class EntryPointTest {

    private static final String MOVED = """
            import importlib.util, pathlib, sys
            root, *arguments = sys.argv[1:]
            spec = importlib.util.spec_from_file_location("entrypoint", root + "/map/entrypoint.py")
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            for name in ("APP_MANIFEST", "PKG_MANIFEST", "EXPORT"):
                setattr(module, name, pathlib.Path(root + str(getattr(module, name))))
            sys.exit(module.main(arguments))
            """;

    @TempDir
    Path folder;

    private Scripts container;
    private Path root;

    @BeforeEach
    void unpack() throws Exception {
        container = new Scripts(folder);
        container.linkPython();
        root = container.run();
        for (GeneratedFile file : new BuiltinPackager().files(new Inputs().build())) {
            // The paths of the manifests start with these three.
            String content = file.content().replaceAll("(?<=[\" ])/(opt|var|etc)/holoscan", root + "/$1/holoscan");
            container.write(
                    file.path().endsWith(".json") ? file.path().replace("map/", "etc/holoscan/") : file.path(),
                    file.path().endsWith(".json") ? content : file.content());
        }
        container.write("var/holoscan/app.yaml", "application: {}\n");
        container.write("opt/holoscan/models/threshold/model.json", "{}");
        Files.createDirectories(root.resolve("var/holoscan/input"));
        Files.createDirectories(root.resolve("var/holoscan/output"));
    }

    private void application(String code) throws Exception {
        container.write("opt/holoscan/app/__main__.py", code);
    }

    private Scripts.Result run(String... arguments) throws Exception {
        return container.execute(command(arguments), Map.of());
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", MOVED, root.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    void exitsAsTheApplicationExits() throws Exception {
        for (int code : new int[] {0, 1, 42}) {
            application("import sys; sys.exit(%d)".formatted(code));
            Scripts.Result result = run();
            assertEquals(code, result.exitCode(), result.output());
            assertEquals("Application exited with " + code + ".\n", result.output());
        }
    }

    @Test
    void exitsAsAShellDoesAfterASignal() throws Exception {
        application("import os, signal; os.kill(os.getpid(), signal.SIGKILL)");
        assertEquals(137, run().exitCode());
    }

    @Test
    void runsInTheWorkingDirectoryWithTheManifestsVariables() throws Exception {
        application("import os; print(os.getcwd(), os.environ['HOLOSCAN_MODEL_PATH'], os.environ['HOLOSCAN_DOCS'])");
        Scripts.Result result = container.execute(command(), Map.of("HOLOSCAN_MODEL_PATH", "/mnt/models"));
        assertEquals(
                root.toRealPath().resolve("var/holoscan") + " /mnt/models " + root + "/opt/holoscan/docs",
                result.output().lines().findFirst().orElseThrow());
    }

    @Test
    void handsOtherArgumentsToTheApplication() throws Exception {
        application("import sys; print(sys.argv[1:])");
        assertTrue(run("--verbose", "a b").output().contains("['--verbose', 'a b']"));
    }

    @Test
    void saysThatTheApplicationCannotBeStarted() throws Exception {
        Path manifest = root.resolve("etc/holoscan/app.json");
        Files.writeString(manifest, Files.readString(manifest).replace("python3 -u", "no-such-program"));
        Scripts.Result result = run();
        assertEquals(127, result.exitCode());
        assertTrue(result.output().contains("cannot be started"), result.output());
    }

    @Test
    void passesATerminationOn() throws Exception {
        application("""
                import signal, sys, time
                signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
                print("ready", flush=True)
                while True:
                    signal.pause()
                """);
        Process process = container.start(command(), Map.of());
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("ready", output.readLine());
            // Process.destroy() would close the output that is still to come.
            process.toHandle().destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the application did not get the signal");
            assertEquals(7, process.exitValue());
            assertEquals("Application exited with 7.", output.readLine());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void showsTheManifests() throws Exception {
        JsonNode both = new ObjectMapper().readTree(run("show").output());
        assertEquals("application", both.at("/app.json/type").textValue());
        assertEquals("threshold", both.at("/pkg.json/models/0/name").textValue());
        assertEquals(
                both.get("app.json"),
                new ObjectMapper().readTree(run("show", "app").output()));
        assertEquals(
                both.get("pkg.json"),
                new ObjectMapper().readTree(run("show", "pkg").output()));
        assertEquals(64, run("show", "other").exitCode());
    }

    @Test
    void extractsWhatIsAskedFor() throws Exception {
        application("pass");
        Files.createDirectories(root.resolve("var/run/holoscan/export/config"));
        Scripts.Result result = run("extract");
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(Files.exists(root.resolve("var/run/holoscan/export/config/app.json")));
        assertTrue(Files.exists(root.resolve("var/run/holoscan/export/config/pkg.json")));
        assertTrue(Files.exists(root.resolve("var/run/holoscan/export/config/app.yaml")));
        assertTrue(Files.notExists(root.resolve("var/run/holoscan/export/app")));
    }

    @Test
    void extractsEverythingByDefault() throws Exception {
        application("pass");
        Files.createDirectories(root.resolve("var/run/holoscan/export"));
        Scripts.Result result = run("extract");
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(Files.exists(root.resolve("var/run/holoscan/export/app/__main__.py")));
        assertTrue(Files.exists(root.resolve("var/run/holoscan/export/models/threshold/model.json")));
        assertTrue(Files.exists(root.resolve("var/run/holoscan/export/config/app.json")));
    }

    @Test
    void saysThatNothingIsMounted() throws Exception {
        Scripts.Result result = run("extract");
        assertEquals(1, result.exitCode());
        assertTrue(result.output().contains("Nothing is mounted"), result.output());
    }

    @Test
    void probesInputAndOutput() throws Exception {
        assertEquals(0, run("probe").exitCode());
        Files.delete(root.resolve("var/holoscan/output"));
        assertEquals(1, run("probe").exitCode());
    }
}
