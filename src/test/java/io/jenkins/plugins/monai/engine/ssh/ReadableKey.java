package io.jenkins.plugins.monai.engine.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Searches a folder for a private key in any form that somebody could read it in. */
public final class ReadableKey {

    /** Of PKCS #8 for Ed25519: what stands before the 32 bytes of the key itself (RFC 8410, section 7). */
    private static final int PKCS8_HEAD = 16;

    private static final List<String> PEM = List.of("PRIVATE KEY-----", "openssh-key-v1");

    private final List<byte[]> forms = new ArrayList<>();

    private ReadableKey(byte[] encoded) {
        SshKey key = SshKey.decode(encoded, "");
        byte[] pkcs8 = privateKey(key);
        byte[] seed = Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length);
        forms.add(seed);
        String hex = HexFormat.of().formatHex(seed);
        text(hex);
        text(hex.toUpperCase(Locale.ROOT));
        text(HexFormat.ofDelimiter(":").formatHex(seed));
        text(Arrays.toString(seed).replaceAll("[\\[\\]]", ""));
        for (int before = 0; before < 3; before++) {
            base64(seed, before);
        }
        PEM.forEach(this::text);
    }

    private static byte[] privateKey(SshKey key) {
        try {
            return key.keyProvider().getPrivate().getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param encoded as {@link SshKey#encoded} writes it */
    public static ReadableKey of(byte[] encoded) {
        return new ReadableKey(encoded);
    }

    private void text(String form) {
        forms.add(form.getBytes(StandardCharsets.UTF_8));
    }

    /** The characters that the bytes always become, whatever {@code before} bytes stand in front of them. */
    private void base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        String sure = text.substring(before == 0 ? 0 : before + 1, text.length() - 1);
        text(sure);
        text(sure.replace('+', '-').replace('/', '_'));
    }

    /** The files below the folder in which it stands, whole or in part of a base64 or gzip text. */
    public List<Path> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(this::isIn).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isIn(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return isIn(content) || isIn(unpacked(content));
        } catch (NoSuchFileException e) {
            return false; // a temporary one that is gone by now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isIn(byte[] content) {
        // The same as text with line ends taken away, as PEM and MIME wrap theirs.
        byte[] joined = new String(content, StandardCharsets.ISO_8859_1)
                .replaceAll("[\\r\\n]", "")
                .getBytes(StandardCharsets.ISO_8859_1);
        return forms.stream().anyMatch(form -> contains(content, form) || contains(joined, form));
    }

    private static byte[] unpacked(byte[] content) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0]; // none that was packed
        }
    }

    private static boolean contains(byte[] content, byte[] form) {
        for (int at = 0; at <= content.length - form.length; at++) {
            if (content[at] == form[0] && Arrays.equals(content, at, at + form.length, form, 0, form.length)) {
                return true;
            }
        }
        return false;
    }
}
