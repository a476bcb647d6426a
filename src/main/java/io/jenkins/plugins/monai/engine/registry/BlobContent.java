package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;

/** What a blob is made of. Read anew when a transfer has to be taken up, so it must be the same bytes each time. */
public interface BlobContent {

    /** A reader of the bytes from the first one. */
    Reading open() throws IOException;

    /** One way through the bytes, which knows at its end what they were. */
    interface Reading extends AutoCloseable {

        InputStream stream();

        /**
         * The digest of all of them.
         *
         * @throws IOException they are not what they were before
         */
        String digest() throws IOException;

        @Override
        void close();
    }
}
