package io.jenkins.plugins.monai.execution;

import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/**
 * The runs that have begun and are not over, each with its build: a small file for each, so that a controller that starts
 * need not look through all builds for those that its last process was in the middle of.
 */
final class OpenRuns {

    /** Those that this process drives. */
    private static final Set<String> DRIVEN = ConcurrentHashMap.newKeySet();

    private final Path folder;

    OpenRuns(Path folder) {
        this.folder = folder;
    }

    static OpenRuns ofController() {
        return new OpenRuns(new File(Jenkins.get().getRootDir(), "monai-deploy/open-runs").toPath());
    }

    /** Before anything is made. */
    void begin(String runId, Run<?, ?> build) throws IOException {
        begin(runId, build.getExternalizableId());
    }

    void begin(String runId, String buildId) throws IOException {
        Files.createDirectories(folder);
        Path begun = folder.resolve(runId + ".new");
        Files.writeString(begun, buildId);
        Files.move(begun, folder.resolve(runId), StandardCopyOption.ATOMIC_MOVE);
    }

    void end(String runId) throws IOException {
        Files.deleteIfExists(folder.resolve(runId));
    }

    /** The build's id ({@link Run#getExternalizableId}) by the run's. */
    Map<String, String> all() throws IOException {
        Map<String, String> all = new TreeMap<>();
        File[] files = folder.toFile().listFiles((dir, name) -> !name.contains("."));
        for (File file : files == null ? new File[0] : files) {
            try {
                all.put(file.getName(), Files.readString(file.toPath()).trim());
            } catch (NoSuchFileException e) {
                // It is over since.
            }
        }
        return all;
    }

    static void driven(String runId) {
        DRIVEN.add(runId);
    }

    static void released(String runId) {
        DRIVEN.remove(runId);
    }

    static boolean isDriven(String runId) {
        return DRIVEN.contains(runId);
    }
}
