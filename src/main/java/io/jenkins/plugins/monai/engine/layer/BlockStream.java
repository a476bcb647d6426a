package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Cuts what is written to it into blocks of one size, by the content alone; the last one may be shorter. */
abstract class BlockStream extends OutputStream {

    private byte[] block;
    private int filled;
    private long count;

    /** @param size bytes of a block */
    BlockStream(int size) {
        this.block = new byte[size];
    }

    /** @param full for whoever takes it to keep; never empty */
    abstract void hand(byte[] full) throws IOException;

    /** Bytes so far. */
    final long count() {
        return count;
    }

    @Override
    public final void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        count += length;
        int from = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, block.length - filled);
            System.arraycopy(content, from, block, filled, n);
            filled += n;
            from += n;
            left -= n;
            if (filled == block.length) {
                handRest();
            }
        }
    }

    /** What has not made a whole block. */
    final void handRest() throws IOException {
        if (filled > 0) {
            byte[] full = filled == block.length ? block : Arrays.copyOf(block, filled);
            block = new byte[block.length];
            filled = 0;
            hand(full);
        }
    }
}
