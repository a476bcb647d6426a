package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/** A body on its way to the registry: how far it has come, and what kept it from being read. */
final class SentBody extends InputStream {

    private final InputStream body;
    private final long length;
    private volatile long taken;
    private volatile boolean ended;
    private volatile IOException failure;

    /** @param length bytes; less than 0 for a body that ends when it ends */
    SentBody(InputStream body, long length) {
        this.body = body;
        this.length = length;
    }

    BodyPublisher publisher() {
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> this);
        return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
    }

    /** Bytes that were taken so far. */
    long taken() {
        return taken;
    }

    boolean isEnded() {
        return ended;
    }

    /** That of the source; null when it was not the source. */
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int got;
        try {
            got = body.read(buffer, offset, count);
        } catch (UncheckedIOException e) {
            failure = e.getCause();
            throw failure;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        if (got < 0) {
            ended = true;
        } else {
            taken += got;
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
