package io.jenkins.plugins.monai.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a laboratory keeps its things.
 *
 * @param repository the root of the working copy
 * @param run logs and state of this one laboratory
 */
record LabPaths(Path repository, Path run) {

    private static final Logger LOGGER = Logger.getLogger(LabPaths.class.getName());
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Pattern RUN = Pattern.compile("run-(\\d+)-\\d+");

    /**
     * Of the working copy that this JVM was started in, with a folder for a new laboratory. Folders of JVMs that are
     * gone are deleted.
     */
    static LabPaths forNewLab() throws IOException {
        Path repository = WorkingCopy.root();
        Path all = Files.createDirectories(repository.resolve("target").resolve("lab"));
        for (Path run : abandoned(all)) {
            try {
                delete(run);
            } catch (AccessDeniedException | DirectoryNotEmptyException e) {
                // Files of users that exist in containers only: the container engine deletes them.
                LOGGER.log(Level.FINE, "Left for the container engine: " + run, e);
            }
        }
        String name = "run-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        return new LabPaths(repository, Files.createDirectories(all.resolve(name)));
    }

    /** Folders of laboratories that were killed, with what {@link #forNewLab} could not delete. */
    List<Path> abandoned() throws IOException {
        return abandoned(run.getParent());
    }

    private static List<Path> abandoned(Path all) throws IOException {
        try (Stream<Path> list = Files.list(all)) {
            return list.filter(LabPaths::isAbandoned).toList();
        }
    }

    private static boolean isAbandoned(Path run) {
        Matcher name = RUN.matcher(run.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /** Whether this JVM may do everything. */
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Images and blobs, which later laboratories use again. */
    Path kept() {
        return repository.resolve(".lab");
    }

    /** Says what ran when a container has booted as an instance. */
    Path containerProof() {
        return run.resolveSibling("container-path.txt");
    }

    Path virtualEnvironment(String name) {
        return virtualEnvironment(repository, name);
    }

    static Path virtualEnvironment(Path repository, String name) {
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
