package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the same twice. */
final class BothStreams extends OutputStream {

    private final OutputStream one;
    private final OutputStream other;

    BothStreams(OutputStream one, OutputStream other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public void write(int value) throws IOException {
        one.write(value);
        other.write(value);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        one.write(content, offset, length);
        other.write(content, offset, length);
    }
}
