package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
     * What stands at or below a path: the regular files, and what is left out of them with its reason.
     *
     * @throws IOException the path is missing or cannot be read, or there is too much of it
     */
    SourceListing list(String path) throws IOException;

    /** The files of {@link #list} alone. */
    default List<SourceFile> files(String path) throws IOException {
        return list(path).files();
    }

    /** What stands at a path that is {@link Kind#MISSING} though there is something: a dangling link, say. */
    default Optional<LeftOut> leftOut(String path) throws IOException {
        return Optional.empty();
    }

    /** The commit that is checked out in the tree, if one is and that can be told. */
    default Optional<String> commit() throws IOException {
        return Optional.empty();
    }

    /** @throws IOException the file is missing, outside the tree or cannot be read */
    InputStream open(String path) throws IOException;

    /**
     * Work that is done where the files lie: on the agent that has the workspace, so it goes there with all its fields.
     *
     * @param <T> what comes back from there
     */
    interface Work<T extends Serializable> extends Serializable {

        /** @param log is told a line now and then */
        T on(SourceTree tree, Consumer<String> log) throws IOException, InterruptedException;
    }

    /** Has work done where the files lie. */
    default <T extends Serializable> T near(Work<T> work, Consumer<String> log)
            throws IOException, InterruptedException {
        return work.on(this, log);
    }
}
