package io.jenkins.plugins.monai.lab;

import java.nio.file.Path;

/** Where the sources lie that are being tried. */
public final class WorkingCopy {

    private WorkingCopy() {}

    /**
     * The root, absolute. The scripts of {@code src/dev} name it in {@code MONAI_WORKING_COPY}, by a path without any
     * character that separates; without them it is the folder that this JVM was started in.
     */
    public static Path root() {
        String named = System.getenv("MONAI_WORKING_COPY");
        return Path.of(named == null ? "" : named).toAbsolutePath();
    }
}
