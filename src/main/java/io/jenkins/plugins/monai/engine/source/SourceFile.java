package io.jenkins.plugins.monai.engine.source;

/**
 * A regular file of a source tree.
 *
 * @param path relative to the tree's root, with {@code /}
 * @param size bytes
 * @param executable whether its owner may execute it
 */
public record SourceFile(String path, long size, boolean executable) {}
