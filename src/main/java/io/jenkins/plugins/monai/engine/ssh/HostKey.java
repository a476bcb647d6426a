package io.jenkins.plugins.monai.engine.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/**
 * A public key as SSH writes it (RFC 4253, section 6.6).
 *
 * @param type {@code ssh-ed25519} and the like
 * @param base64 the key blob
 */
record HostKey(String type, String base64) {

    static HostKey of(PublicKey key) {
        SshjConfig.quietlyWithoutBouncyCastle();
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        return new HostKey(typeIn(blob), Base64.getEncoder().encodeToString(blob));
    }

    /**
     * Reads {@code type base64}, with or without a comment.
     *
     * @throws IllegalArgumentException it is not such a line, or the blob is of another type
     */
    static HostKey parse(String line) {
        String[] words = line.trim().split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("Not a public key: " + line);
        }
        byte[] blob = Base64.getDecoder().decode(words[1]);
        if (!typeIn(blob).equals(words[0])) {
            throw new IllegalArgumentException("Not a public key of type " + words[0] + ": " + line);
        }
        return new HostKey(words[0], words[1]);
    }

    private static String typeIn(byte[] blob) {
        int length = blob.length < 4 ? -1 : ByteBuffer.wrap(blob).getInt();
        if (length < 1 || length > blob.length - 4) {
            throw new IllegalArgumentException("Not a public key blob");
        }
        return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }

    /** {@code type base64}. */
    String line() {
        return type + " " + base64;
    }

    /** {@code SHA256:} and the unpadded Base64, as OpenSSH prints it. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(base64));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
