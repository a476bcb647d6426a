package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;

/**
 * How hard a layer is compressed, by a sample of its files. Weights of neural networks hardly shrink (float32: to 0.93
 * at level 1, which takes a core a second for 7 MB), so they are stored.
 */
final class Compression {

    /** Bytes of content that one sample stands for, and bytes of it. */
    private static final long STRIDE = 16 << 20;

    private static final int SAMPLE = 64 << 10;

    /** What is worth the time of compressing and of unpacking. */
    private static final double WORTH_IT = 0.9;

    /** Bytes up to which the best usual level costs no time that anybody would notice. */
    private static final long SMALL = 16 << 20;

    static final int STORE = 0;
    private static final int FAST = 1;
    private static final int USUAL = 6;

    private Compression() {}

    /** The level of {@link java.util.zip.Deflater}. */
    static int level(Collection<LayerFile> files) throws IOException {
        long size = 0;
        long sampled = 0;
        long shrunk = 0;
        for (LayerFile file : files) {
            // Of small files beside each other only each so manieth is looked at.
            boolean due = size / STRIDE != (size + file.size()) / STRIDE || size < STRIDE;
            size += file.size();
            if (due && file.size() > 0) {
                long[] found = sample(file);
                sampled += found[0];
                shrunk += found[1];
            }
        }
        if (sampled > 0 && shrunk > WORTH_IT * sampled) {
            return STORE;
        }
        return size <= SMALL ? USUAL : FAST;
    }

    /** Bytes that were looked at, and what they shrink to. */
    private static long[] sample(LayerFile file) throws IOException {
        long looked = 0;
        long shrunk = 0;
        try (InputStream in = file.content().open()) {
            for (long at = 0; at < file.size(); at += STRIDE) {
                byte[] piece = in.readNBytes(SAMPLE);
                looked += piece.length;
                shrunk += ParallelGzip.deflate(piece, piece.length, FAST).length;
                if (piece.length < SAMPLE || in.skip(STRIDE - SAMPLE) < STRIDE - SAMPLE) {
                    break;
                }
            }
        }
        return new long[] {looked, shrunk};
    }
}
