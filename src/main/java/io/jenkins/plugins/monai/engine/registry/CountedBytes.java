package io.jenkins.plugins.monai.engine.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read of a stream. */
final class CountedBytes extends FilterInputStream {

    private static final int PIECE = 1 << 16;

    private volatile long count;

    CountedBytes(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    /** @throws IOException the stream is shorter */
    void skipTo(long offset) throws IOException {
        byte[] buffer = new byte[PIECE];
        while (count < offset) {
            if (read(buffer, 0, (int) Math.min(PIECE, offset - count)) < 0) {
                throw new IOException("the registry has more of a layer than there is");
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = in.read(buffer, offset, length);
        if (got > 0) {
            count += got;
        }
        return got;
    }
}
