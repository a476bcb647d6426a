package io.jenkins.plugins.monai.engine.upload;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file to be sent.
 *
 * @param place its path below the folder on the machine
 * @param size bytes
 */
record UploadFile(String place, long size, boolean executable, Content content) {

    /** Opens the file; the caller closes it. */
    interface Content {
        InputStream open() throws IOException;
    }
}
