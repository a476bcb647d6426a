package io.jenkins.plugins.monai.engine.inference.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A zip whose bytes depend on nothing but its files: the same files are the same archive, so an unchanged function is
 * seen to be unchanged. Not compressed, as compressors differ between Java versions.
 */
public final class ReproducibleZip {

    private static final LocalDateTime WHEN = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Lambda runs a function as another user than the one who unpacks it: all must be readable. */
    private static final int READABLE = 0100644;

    private ReproducibleZip() {}

    public static byte[] of(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putArchiveEntry(entry(file.getKey(), file.getValue()));
                zip.write(file.getValue());
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ZipArchiveEntry entry(String path, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipArchiveEntry entry = new ZipArchiveEntry(path);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(WHEN);
        entry.setUnixMode(READABLE);
        return entry;
    }
}
