package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import io.jenkins.plugins.monai.engine.map.verification.ImageFiles.Presence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds in an image the program that a command starts. */
final class ProgramFinder {

    /** What container engines set when an image sets none. */
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh");

    private final MapImage image;
    private final String workingDirectory;
    private final List<String> searchPath;

    /** @param path value of PATH, or null for the image's own */
    ProgramFinder(MapImage image, String workingDirectory, String path) {
        this.image = image;
        this.workingDirectory = workingDirectory.isEmpty() ? "/" : workingDirectory;
        this.searchPath = List.of(
                (path != null ? path : image.config().environment().getOrDefault("PATH", DEFAULT_PATH)).split(":"));
    }

    /** What keeps the program from being started, the rest of "The command ..."; empty when nothing is known to. */
    Optional<String> problem(String program) throws IOException, InterruptedException {
        List<String> candidates = candidates(program);
        Optional<LayerEntry> found = image.files().find(candidates);
        if (found.isEmpty()) {
            return image.files().presence(candidates) == Presence.ABSENT
                    ? Optional.of("starts " + Findings.shown(program) + ", which is not in the image")
                    : Optional.empty();
        }
        if (found.get().isDirectory()) {
            return Optional.of("starts " + Findings.shown(program) + ", which is a folder");
        }
        return found.get().executable()
                ? Optional.empty()
                : Optional.of("starts " + Findings.shown(program) + ", which is not executable");
    }

    private List<String> candidates(String program) {
        if (program.startsWith("/")) {
            return List.of(program);
        }
        if (program.contains("/")) {
            return List.of(workingDirectory + "/" + program);
        }
        List<String> candidates = new ArrayList<>();
        for (String folder : searchPath) {
            candidates.add(folder + "/" + program);
        }
        return candidates;
    }

    static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    static boolean isShell(String program) {
        return SHELLS.contains(name(program));
    }

    static boolean isPython(String program) {
        return name(program).matches("python[0-9.]*");
    }
}
