package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.registry.BlobContent;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A layer as the blob that is pushed, made while it is read; at no time is more than some blocks of it in memory. */
final class LayerBlob implements BlobContent {

    private static final int PIECES = 4;

    private final LayerSpec spec;
    private final LayerMeasure measure;
    private final SourceTree tree;
    private final LayerThreads threads;

    LayerBlob(LayerSpec spec, LayerMeasure measure, SourceTree tree, LayerThreads threads) {
        this.spec = spec;
        this.measure = measure;
        this.tree = tree;
        this.threads = threads;
    }

    @Override
    public Reading open() throws IOException {
        return new Made();
    }

    /** The blob on its way from the thread that makes it to the one that sends it. */
    private final class Made extends InputStream implements Reading {

        private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
        private final MessageDigest sha256 = Sha256.begin();
        private final FutureTask<String> maker;
        private byte[] piece = new byte[0];
        private int at;
        private boolean ended;
        private volatile String digest;

        Made() throws IOException {
            maker = new FutureTask<>(this::make);
            threads.pumps().execute(maker);
        }

        /** The digest of the tar where only that tells whether the files are what they were; else an empty text. */
        private String make() throws IOException, InterruptedException {
            DigestStream tar = measure.blobDigest() == null ? new DigestStream(threads.pumps()) : null;
            try (ParallelGzip gzip =
                    new ParallelGzip(new Pieces(), measure.level(), threads.blocks(), threads.depth())) {
                LayerTar.write(LayerFiles.of(spec, tree), tar == null ? gzip : new BothStreams(tar, gzip));
            } finally {
                pieces.put(new byte[0]);
            }
            return tar == null ? "" : tar.digest();
        }

        @Override
        public InputStream stream() {
            return this;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
            if (at == piece.length && !ended) {
                next();
            }
            if (ended) {
                return -1;
            }
            int n = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, buffer, offset, n);
            sha256.update(piece, at, n);
            at += n;
            return n;
        }

        private synchronized void next() throws IOException {
            try {
                piece = pieces.take();
                at = 0;
                ended = piece.length == 0;
                if (ended) {
                    checkUnchanged();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("interrupted while a layer was sent");
            }
        }

        private void checkUnchanged() throws IOException, InterruptedException {
            try {
                String tar = maker.get();
                digest = DigestStream.format(sha256);
                boolean same = measure.blobDigest() == null
                        ? tar.equals(measure.diffId())
                        : digest.equals(measure.blobDigest());
                if (!same) {
                    throw new IOException("the files of '" + spec.name() + "' were changed while they were packed");
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            }
        }

        @Override
        public String digest() {
            return digest;
        }

        @Override
        public void close() {
            maker.cancel(true);
            pieces.clear();
        }

        /** Hands on what is written, whole. */
        private final class Pieces extends OutputStream {

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] content, int offset, int length) throws IOException {
                if (length == 0) {
                    return;
                }
                try {
                    pieces.put(java.util.Arrays.copyOfRange(content, offset, offset + length));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new java.io.InterruptedIOException("interrupted while a layer was made");
                }
            }
        }
    }
}
