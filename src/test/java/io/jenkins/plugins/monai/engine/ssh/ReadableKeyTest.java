package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that finds nothing proves nothing unless it finds what is there. */
class ReadableKeyTest {

    private final SshKey key = SshKey.generate("");
    private final ReadableKey search = ReadableKey.of(key.encoded());

    private byte[] pkcs8() throws IOException {
        return key.keyProvider().getPrivate().getEncoded();
    }

    private boolean finds(String text) {
        return search.isIn(("<a>" + text + "</a>").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsTheKeyInEveryForm() throws IOException {
        assertTrue(search.isIn(pkcs8()));
        assertTrue(search.isIn(key.encoded()));
        assertTrue(finds(Base64.getEncoder().encodeToString(pkcs8())));
        assertTrue(finds(Base64.getMimeEncoder(40, new byte[] {'\n'}).encodeToString(pkcs8())));
        assertTrue(finds(Base64.getUrlEncoder().encodeToString(pkcs8())));
        assertTrue(finds(Base64.getEncoder().encodeToString(key.encoded())));
        assertTrue(finds(HexFormat.of().formatHex(pkcs8())));
        assertTrue(finds(HexFormat.of().withUpperCase().formatHex(pkcs8())));
        assertTrue(finds("-----BEGIN PRIVATE KEY-----"));
        assertTrue(finds("-----BEGIN OPENSSH PRIVATE KEY-----"));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + 48];
            System.arraycopy(pkcs8(), 0, shifted, before, 48);
            assertTrue(finds(Base64.getEncoder().encodeToString(shifted)), "shifted by " + before);
        }
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertFalse(finds(key.publicKeyLine()));
        assertFalse(search.isIn(SshKey.generate("").encoded()));
    }

    @Test
    void looksIntoPackedFiles(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(key.encoded());
        }
        Files.write(folder.resolve("log.gz"), bytes.toByteArray());
        assertFalse(search.in(folder).isEmpty());
    }
}
