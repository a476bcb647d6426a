package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.text.Sha256;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Reckons the SHA-256 of what is written to it in a thread of its own, beside what makes it. */
final class DigestStream extends BlockStream {

    private static final int PIECE = 1 << 18;
    private static final int PIECES = 8;

    private final BlockingQueue<byte[]> full = new ArrayBlockingQueue<>(PIECES);
    private final FutureTask<String> digest = new FutureTask<>(this::reckon);

    DigestStream(Executor threads) {
        super(PIECE);
        threads.execute(digest);
    }

    private String reckon() throws InterruptedException {
        MessageDigest sha256 = Sha256.begin();
        for (byte[] next = full.take(); next.length > 0; next = full.take()) {
            sha256.update(next);
        }
        return format(sha256);
    }

    static String format(MessageDigest sha256) {
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    /** Of all that was written; ends the stream. */
    String digest() throws IOException, InterruptedException {
        handRest();
        full.put(new byte[0]);
        try {
            return digest.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    void hand(byte[] piece) throws IOException {
        try {
            full.put(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a layer was read");
        }
    }
}
