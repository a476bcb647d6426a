package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a symbolic link leads, as it is written in it. */
final class LinkTarget {

    private LinkTarget() {}

    /** Why a link that leads there leads to nothing. */
    static LeftOut.Reason reason(String target) {
        boolean annex = target.replace('\\', '/').matches("(?:.*/)?\\.git/(?:.*/)?annex/objects/.*");
        return annex ? LeftOut.Reason.ANNEX : LeftOut.Reason.DANGLING;
    }

    /** Empty for what is no link, or one that cannot be read. */
    static String of(Path path) {
        try {
            return Files.isSymbolicLink(path) ? Files.readSymbolicLink(path).toString() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
