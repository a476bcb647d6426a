package io.jenkins.plugins.monai.engine.source;

/**
 * A regular file of a source tree.
 *
 * @param path relative to the tree's root, with {@code /}
 * @param size bytes
 * @param executable whether its owner may execute it
 * @param stub what it stands for when its content is kept elsewhere, else {@link Stub#NONE}
 */
public record SourceFile(String path, long size, boolean executable, Stub stub) {

    /** A file that is what it seems to be. */
    public SourceFile(String path, long size, boolean executable) {
        this(path, size, executable, Stub.NONE);
    }
}
