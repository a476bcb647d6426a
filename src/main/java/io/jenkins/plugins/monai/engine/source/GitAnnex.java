package io.jenkins.plugins.monai.engine.source;

import java.nio.file.Path;

/** Where git-annex keeps contents: below {@code .git}, where there is nothing else that a workspace may give away. */
final class GitAnnex {

    private GitAnnex() {}

    /** Whether a path leads through a folder {@code .git} to {@code annex/objects} and below. */
    static boolean isObject(Path path) {
        boolean git = false;
        for (int at = 0; at + 2 < path.getNameCount(); at++) {
            git |= path.getName(at).toString().equals(LocalSourceTree.VERSION_CONTROL);
            if (git
                    && path.getName(at + 1).toString().equals("annex")
                    && path.getName(at + 2).toString().equals("objects")) {
                return path.getNameCount() > at + 3;
            }
        }
        return false;
    }
}
