package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Hashes and counts what is read of a blob; it never gives out more bytes than the blob has. */
final class VerifyingStream extends InputStream {

    private final InputStream source;
    private final Descriptor blob;
    private final MessageDigest hash;
    private long count;

    VerifyingStream(InputStream source, Descriptor blob) {
        this.source = source;
        this.blob = blob;
        this.hash = Digests.algorithm(blob.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long left = blob.size() - count;
        if (left <= 0 && length > 0) {
            return -1;
        }
        int read = source.read(buffer, offset, (int) Math.min(length, left));
        if (read > 0) {
            hash.update(buffer, offset, read);
            count += read;
        }
        return read;
    }

    /**
     * Reads what is left and compares size and digest.
     *
     * @throws RegistryException of kind UNAVAILABLE: bytes are missing; of kind INVALID: others came
     */
    void finish() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        if (count < blob.size()) {
            throw RegistryException.unavailable(
                    "Of the blob " + blob.digest() + ", " + count + " of " + blob.size() + " bytes came", null);
        }
        if (source.read() >= 0) {
            throw RegistryException.invalid(
                    "The blob " + blob.digest() + " is larger than the " + blob.size() + " bytes of its manifest",
                    null);
        }
        if (!Digests.format(hash.digest(), blob.digest()).equals(blob.digest())) {
            throw RegistryException.invalid("The content of the blob " + blob.digest() + " has another digest", null);
        }
    }
}
