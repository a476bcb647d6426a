package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a packager's script in a folder of its own, with stand-ins for the tools it calls. */
final class Scripts {

    record Result(int exitCode, String output) {}

    private final Path home;
    private final Path bin;
    private final Path run;

    /** @param home an empty folder */
    Scripts(Path home) throws IOException {
        this.home = home;
        this.bin = Files.createDirectory(home.resolve("bin"));
        this.run = Files.createDirectory(home.resolve("run"));
        for (String tool : List.of(
                "bash",
                "sh",
                "cat",
                "cp",
                "mkdir",
                "rm",
                "id",
                "chmod",
                "ls",
                "sed",
                "head",
                "tail",
                "cut",
                "stat",
                "grep",
                "tee",
                "env",
                "uname",
                "sha256sum",
                "ln",
                "date",
                "touch",
                "dirname",
                "mktemp")) {
            link(tool);
        }
    }

    /** Makes a tool of this machine available to the script. */
    void link(String tool) throws IOException {
        links(tool);
    }

    /** As {@link #link}; false where this machine has none. */
    boolean links(String tool) throws IOException {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":")) {
            Path candidate = Path.of(folder, tool);
            if (Files.isExecutable(candidate)) {
                executable(bin.resolve(tool), "#!/bin/sh\nexec " + Bash.quote(candidate.toString()) + " \"$@\"\n");
                return true;
            }
        }
        return false;
    }

    /** Makes this machine's Python available; {@code python3} itself may be a shim that needs more than its path. */
    void linkPython() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
        String python = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor() == 0 && !python.isEmpty(), "python3 does not run");
        executable(bin.resolve("python3"), "#!/bin/sh\nexec " + Bash.quote(python) + " \"$@\"\n");
    }

    /** The folder the script runs in. */
    Path run() {
        return run;
    }

    /** Puts a stand-in on the path: records its arguments, one call a line, then does what {@code body} says. */
    void tool(String name, String body) throws IOException {
        Path log = home.resolve(name + ".calls");
        String record = Bash.quote(log.toString());
        executable(
                bin.resolve(name),
                "#!/bin/bash\nprintf '%q ' \"$@\" >> " + record + "; echo >> " + record + "\n" + body + "\n");
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** What a stand-in was called with, after {@code printf %q}. */
    List<String> calls(String name) throws IOException {
        Path log = home.resolve(name + ".calls");
        return Files.exists(log)
                ? Files.readAllLines(log).stream().map(String::strip).toList()
                : List.of();
    }

    void write(String path, String content) throws IOException {
        Path file = run.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    void write(List<GeneratedFile> files) throws IOException {
        for (GeneratedFile file : files) {
            write(file.path(), file.content());
            assertTrue(run.resolve(file.path()).toFile().setExecutable(file.executable()));
        }
    }

    Result bash(String script, Map<String, String> environment) throws IOException, InterruptedException {
        return execute(List.of("bash", "-c", script), environment);
    }

    Result execute(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Process process = start(command, environment);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the command does not end");
        return new Result(process.exitValue(), output);
    }

    /** Errors come with the output. */
    Process start(List<String> command, Map<String, String> environment) throws IOException {
        List<String> resolved = new ArrayList<>(command);
        if (Files.exists(bin.resolve(command.get(0)))) {
            resolved.set(0, bin.resolve(command.get(0)).toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(resolved).directory(run.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "HOME", home.toString(), "LANG", "C.UTF-8"));
        // Two versions of a file within a second, of one size, have one cache.
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The files below the run's folder. */
    String tree() throws IOException {
        try (Stream<Path> paths = Files.walk(run)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> run.relativize(path).toString())
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }
}
