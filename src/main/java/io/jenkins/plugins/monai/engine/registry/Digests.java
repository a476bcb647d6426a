package io.jenkins.plugins.monai.engine.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Digests of content, from the <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests">OCI image specification</a>.
 */
final class Digests {

    private static final Pattern DIGEST = Pattern.compile("sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}");

    private Digests() {}

    static boolean isValid(String digest) {
        return digest != null && DIGEST.matcher(digest).matches();
    }

    /** The hash function of a valid digest. */
    static MessageDigest algorithm(String digest) {
        try {
            return MessageDigest.getInstance(digest.startsWith("sha512:") ? "SHA-512" : "SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest of the content, with the same function as the one it will be compared with. */
    static String of(byte[] content, String like) {
        return format(algorithm(like).digest(content), like);
    }

    static String sha256(byte[] content) {
        return of(content, "sha256:");
    }

    static String format(byte[] hash, String like) {
        return like.substring(0, like.indexOf(':') + 1) + HexFormat.of().formatHex(hash);
    }
}
