package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Git repository as a user has one: the application of an example, the example pipelines, and a study to try it with. */
public final class ExampleRepository {

    /** Where in the repository a pipeline is. */
    public static final String PIPELINES = "pipelines/";

    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Path APPLICATION = Path.of("examples/ct-threshold");
    private static final Path EXAMPLES = Path.of("docs/pipelines");

    private ExampleRepository() {}

    /**
     * Makes the repository, with one commit on {@code main}.
     *
     * @param folder is deleted first
     * @return its URL
     */
    public static String make(Path folder) throws IOException, InterruptedException {
        LabPaths.delete(folder);
        for (String part : List.of("app", "app.yaml", "requirements.txt", "models", "variants")) {
            copy(APPLICATION.resolve(part), folder.resolve(part));
        }
        copy(EXAMPLES, folder.resolve(PIPELINES));
        study(folder);
        git(folder, "init", "--quiet", "--initial-branch=main");
        commit(folder);
        return folder.toUri().toString();
    }

    /** Commits whatever was changed. */
    public static void commit(Path folder) throws IOException, InterruptedException {
        git(folder, "add", "--all");
        git(
                folder,
                "-c",
                "user.name=example",
                "-c",
                "user.email=example@example.org",
                "commit",
                "--quiet",
                "--message=An example");
    }

    /** Twelve slices, packed as hospitals upload them. */
    private static void study(Path folder) throws IOException, InterruptedException {
        Path python = LabPaths.forNewLab().virtualEnvironment("aws").resolve("bin/python");
        Path series = Files.createTempDirectory("series");
        try {
            Command.of(
                            python.toString(),
                            APPLICATION.resolve("tests/make_series.py").toString(),
                            series.resolve("ct").toString(),
                            "--slices",
                            "12")
                    .run(QUICK);
            Command.of(
                            python.toString(),
                            "-c",
                            "import shutil, sys; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])",
                            folder.resolve("study").toString(),
                            series.toString())
                    .run(QUICK);
        } finally {
            LabPaths.delete(series);
        }
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Command.of(command.toArray(String[]::new)).run(QUICK);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("__pycache__"))
                    .toList();
        }
        for (Path file : files) {
            Path target =
                    file.equals(from) ? to : to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
