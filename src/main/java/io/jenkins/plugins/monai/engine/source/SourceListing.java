package io.jenkins.plugins.monai.engine.source;

import java.util.List;

/**
 * What stands at or below a path of a source tree.
 *
 * @param files sorted by path
 * @param leftOut what is there and is no file that could be sent, sorted by path
 */
public record SourceListing(List<SourceFile> files, List<LeftOut> leftOut) {

    public SourceListing {
        files = List.copyOf(files);
        leftOut = List.copyOf(leftOut);
    }
}
