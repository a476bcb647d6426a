package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The workspace as the engine sees it: a folder of this machine, or of a Jenkins agent. Paths are relative to its root
 * and use {@code /}; one that leaves the tree, also through a symbolic link, is {@link Kind#OUTSIDE}.
 */
public interface SourceTree {

    /** What stands at a path. */
    enum Kind {
        FILE,
        DIRECTORY,
        MISSING,
        OUTSIDE
    }

    Kind kind(String path) throws IOException;

    /**
     * The regular files at or below a path, sorted by path. Version-control folders ({@code .git}) are left out; so are
     * symbolic links that leave the tree.
     *
     * @throws IOException the path is missing or cannot be read
     */
    List<SourceFile> files(String path) throws IOException;

    /** @throws IOException the file is missing, outside the tree or cannot be read */
    InputStream open(String path) throws IOException;
}
