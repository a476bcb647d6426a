package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What plain machines have fetched from package registries, kept in the cache of the user for the next one: what is
 * fetched once need not be fetched again. Whoever installs from it checks it as what comes from the registries.
 */
final class KeptPackages {

    private KeptPackages() {}

    static Path folder() throws IOException {
        return Files.createDirectories(LabPaths.cache().resolve("packages"));
    }

    /** Takes the place of what was kept before, unless it is the same: another machine may be reading that. */
    static void replace(Path fresh) throws IOException {
        Path kept = folder();
        if (listing(fresh).equals(listing(kept))) {
            LabPaths.delete(fresh);
            return;
        }
        Path old = fresh.resolveSibling(fresh.getFileName() + "-old");
        Files.move(kept, old);
        Files.move(fresh, kept);
        LabPaths.delete(old);
    }

    /** Names and sizes. */
    private static Set<String> listing(Path folder) throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.add(folder.relativize(file) + " " + Files.size(file));
            }
        }
        return files;
    }
}
