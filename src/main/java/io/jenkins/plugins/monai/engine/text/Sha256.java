package io.jenkins.plugins.monai.engine.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 in the forms that services write it. */
public final class Sha256 {

    private Sha256() {}

    /** 64 lower-case digits. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(of(content));
    }

    /** Of the text in UTF-8. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As Lambda writes it. */
    public static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(of(content));
    }

    private static byte[] of(byte[] content) {
        return begin().digest(content);
    }

    /** For content that comes piece by piece. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
