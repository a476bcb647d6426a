package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.MapRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A MAP that is run on a folder of images. */
final class MapContainer {

    private final Lab lab;
    private final String image;

    MapContainer(Lab lab, String image) {
        this.lab = lab;
        this.image = image;
    }

    /** @param output made by this; any user may write to it */
    MapRun run(Path input, Path output) throws IOException, InterruptedException {
        Files.createDirectory(output);
        Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxrwxrwx"));
        return lab.runMap(image, input, output);
    }

    /** All files below a folder. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
