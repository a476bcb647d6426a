package io.jenkins.plugins.monai.engine.map.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/** Layers that no tool would write, and some that tools do write. */
class LayerReaderTest {

    private static Layer read(byte[] layer, String mediaType) throws IOException {
        return new LayerReader(Set.of("app.json"), 16 << 20, 1000).read(new ByteArrayInputStream(layer), mediaType);
    }

    private static Layer read(LayerBuilder layer) throws IOException {
        return read(layer.tar(), ImagePusher.TAR_LAYER);
    }

    @Test
    void keepsTheContentOfWantedFilesOnly() throws IOException {
        Layer layer = read(new LayerBuilder()
                .file("./etc/app.json", "{}")
                .file("etc/other", "x")
                .hardLink("etc/link", "etc/other"));
        assertArrayEquals("{}".getBytes(), layer.get("etc/app.json").content());
        assertNull(layer.get("etc/other").content());
        assertEquals("/etc/other", layer.get("etc/link").target());
        assertTrue(layer.get("etc").isDirectory(), "a folder without an entry of its own");
    }

    @Test
    void whiteoutsAndOpaqueFoldersHide() throws IOException {
        Layer layer = read(new LayerBuilder()
                .whiteout("a/gone")
                .opaque("b")
                .file("b/new", "")
                .file("file", ""));
        assertTrue(layer.hides("a/gone"));
        assertTrue(layer.hides("a/gone/below"));
        assertTrue(layer.hides("b/old"));
        assertTrue(layer.hides("file/below"));
        assertEquals(false, layer.hides("b"));
        assertEquals(false, layer.hides("a/other"));
        assertNull(layer.get("a/.wh.gone"));
        assertTrue(layer.get("a").isDirectory());
    }

    @Test
    void pathsThatLeaveTheRootAreLeftOut() throws IOException {
        Layer layer = read(new LayerBuilder().file("../etc/passwd", "").file("a/../../b", ""));
        assertEquals(0, layer.size());
    }

    @Test
    void gzipInSeveralMembersIsReadToItsEnd() throws IOException {
        byte[] tar =
                new LayerBuilder().file("a", "x".repeat(5000)).file("b", "").tar();
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(LayerBuilder.gzip(Arrays.copyOfRange(tar, 0, 700)));
        members.write(LayerBuilder.gzip(Arrays.copyOfRange(tar, 700, tar.length)));
        assertEquals(2, read(members.toByteArray(), ImagePusher.GZIP_LAYER).size());
    }

    /** The tar library keeps a long name in memory, whatever its size. */
    @Test
    void aNameOfMegabytesIsRefusedBeforeItIsInMemory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            byte[] huge = new byte[4 << 20];
            Arrays.fill(huge, (byte) 'x');
            name.setSize(huge.length);
            tar.putArchiveEntry(name);
            tar.write(huge);
            tar.closeArchiveEntry();
        }
        LayerReader.LimitException e =
                assertThrows(LayerReader.LimitException.class, () -> read(bytes.toByteArray(), ImagePusher.TAR_LAYER));
        assertTrue(e.getMessage().contains("headers of more than 1048576 bytes"), e.getMessage());
    }

    @Test
    void aLargeFileIsNoHeader() throws IOException {
        Layer layer =
                read(new LayerBuilder().file("large", new byte[4 << 20], 0644).file("b", ""));
        assertEquals(2, layer.size());
    }

    @Test
    void tooManyFilesAreRefused() {
        LayerBuilder builder = new LayerBuilder();
        for (int i = 0; i <= 1000; i++) {
            builder.file("f" + i, "");
        }
        assertThrows(LayerReader.LimitException.class, () -> read(builder));
    }

    @Test
    void aTruncatedArchiveIsMalformed() {
        byte[] tar = new LayerBuilder().file("a", "x".repeat(5000)).tar();
        byte[] gzip = LayerBuilder.gzip(tar);
        assertThrows(
                LayerReader.MalformedException.class,
                () -> read(Arrays.copyOf(gzip, gzip.length / 2), ImagePusher.GZIP_LAYER));
        assertThrows(LayerReader.MalformedException.class, () -> read(Arrays.copyOf(tar, 2000), ImagePusher.TAR_LAYER));
    }

    @Test
    void aBrokenTransferIsNotTakenForAMalformedArchive() {
        IOException broken = new IOException("connection reset");
        InputStream source = new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }
        };
        LayerReader reader = new LayerReader(Set.of(), 1 << 20, 10);
        assertSame(broken, assertThrows(IOException.class, () -> reader.read(source, ImagePusher.GZIP_LAYER)));
    }
}
