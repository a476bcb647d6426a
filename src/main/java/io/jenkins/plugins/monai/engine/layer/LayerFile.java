package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file of a layer, or a folder of its own.
 *
 * @param place in the image, without a slash in front; a folder's ends with one
 * @param size bytes
 */
record LayerFile(String place, long size, boolean executable, Opening content) {

    /** Opens the content anew each time. */
    interface Opening {
        InputStream open() throws IOException;
    }

    boolean isFolder() {
        return place.endsWith("/");
    }

    static LayerFile folder(String place) {
        return new LayerFile(place, 0, true, InputStream::nullInputStream);
    }
}
