package io.jenkins.plugins.monai.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the laboratory keeps its things.
 *
 * @param repository the root of the working copy
 */
record LabPaths(Path repository) {

    /** Of the working copy that this JVM was started in. */
    static LabPaths here() {
        return new LabPaths(Path.of("").toAbsolutePath());
    }

    /** Images and blobs, which later runs use again. */
    Path kept() {
        return repository.resolve(".lab");
    }

    /** Logs and state of one run. */
    Path run() {
        return repository.resolve("target").resolve("lab");
    }

    Path virtualEnvironment(String name) {
        return repository.resolve(".venv").resolve(name);
    }

    /** What several working copies share. */
    static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return caches.resolve("monai-deploy");
    }

    /** A program of the PATH, or of where Debian keeps those meant for root. */
    static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Links are deleted, not followed. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
