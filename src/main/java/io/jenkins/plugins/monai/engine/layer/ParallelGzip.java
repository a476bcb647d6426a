package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes one gzip member (RFC 1952) whose blocks are deflated beside each other, each for itself, as pigz does with
 * {@code --independent}: where the cuts are depends on the content alone, so the same content gives the same bytes
 * whatever number of threads. Level 0 stores.
 */
final class ParallelGzip extends BlockStream {

    /** Bytes of content in a block. */
    static final int BLOCK = 1 << 20;

    /** No time, no name; operating system unknown. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    /** An empty last block of fixed codes (RFC 1951, section 3.2.6). */
    private static final byte[] LAST = {3, 0};

    private final OutputStream out;
    private final int level;
    private final Executor threads;
    private final int most;
    private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private boolean begun;
    private boolean closed;

    /**
     * @param level 0 to 9, as {@link Deflater}
     * @param most blocks that are held in memory beside the one that is filled
     */
    ParallelGzip(OutputStream out, int level, Executor threads, int most) {
        super(BLOCK);
        this.out = out;
        this.level = level;
        this.threads = threads;
        this.most = most;
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        crc.update(content, offset, length);
        super.write(content, offset, length);
    }

    @Override
    void hand(byte[] block) throws IOException {
        FutureTask<byte[]> deflated = new FutureTask<>(() -> deflate(block, block.length, level));
        pending.add(deflated);
        threads.execute(deflated);
        while (pending.size() > most) {
            take();
        }
    }

    private void take() throws IOException {
        if (!begun) {
            begun = true;
            out.write(HEADER);
        }
        try {
            out.write(pending.remove().get());
        } catch (ExecutionException e) {
            throw new IOException("A layer could not be compressed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a layer was compressed");
        }
    }

    /** Ends with a flush (RFC 1951, a stored block of no bytes), so that blocks can stand behind each other. */
    static byte[] deflate(byte[] content, int length, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(content, 0, length);
            byte[] result = new byte[length + length / 1000 + 256];
            int written = 0;
            while (true) {
                int n = deflater.deflate(result, written, result.length - written, Deflater.SYNC_FLUSH);
                written += n;
                if (written < result.length) {
                    return Arrays.copyOf(result, written);
                }
                result = Arrays.copyOf(result, result.length * 2);
            }
        } finally {
            deflater.end();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        handRest();
        while (!pending.isEmpty()) {
            take();
        }
        if (!begun) {
            out.write(HEADER);
        }
        out.write(LAST);
        out.write(littleEndian(crc.getValue()));
        out.write(littleEndian(count()));
        out.close();
    }

    private static byte[] littleEndian(long value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }
}
