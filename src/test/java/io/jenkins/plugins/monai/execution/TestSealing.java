package io.jenkins.plugins.monai.execution;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts as a controller does, with a key from a word in place of its secrets folder. */
record TestSealing(String secret) implements FileKeyVault.Sealing {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        byte[] key = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    @Override
    public String seal(String plain) {
        try {
            byte[] text = plain.getBytes(StandardCharsets.UTF_8);
            byte[] nonce = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text), NONCE);
            byte[] code = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text);
            byte[] sealed = Arrays.copyOf(nonce, NONCE + code.length);
            System.arraycopy(code, 0, sealed, NONCE, code.length);
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> unseal(String sealed) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            if (bytes.length <= NONCE + TAG_BITS / 8) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE, bytes.length - NONCE);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
