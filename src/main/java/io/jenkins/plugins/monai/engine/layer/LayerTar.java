package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Files as the tar of a layer (POSIX.1-2001, pax), of which nothing depends on the workspace but names, contents and
 * whether a file is executable: owner root, one time of modification, sorted.
 */
final class LayerTar {

    /** As the upload to a machine has it. */
    private static final Instant MODIFIED = Instant.parse("1980-01-01T00:00:00Z");

    private static final int PIECE = 1 << 17;

    /** Bytes, of which a tar has a multiple: what tar(1) takes, and larger pieces than a record. */
    private static final int BLOCK = 20 * 512;

    private LayerTar() {}

    /** @throws IOException a file cannot be read, or has another size than it was found with */
    static void write(Collection<LayerFile> files, OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, BLOCK, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        byte[] buffer = new byte[PIECE];
        for (LayerFile file : files) {
            TarArchiveEntry entry = new TarArchiveEntry(file.place());
            entry.setSize(file.size());
            entry.setMode(file.executable() ? 0755 : 0644);
            entry.setModTime(MODIFIED.toEpochMilli());
            tar.putArchiveEntry(entry);
            copy(file, tar, buffer);
            tar.closeArchiveEntry();
        }
        tar.finish();
    }

    private static void copy(LayerFile file, OutputStream tar, byte[] buffer) throws IOException {
        if (file.isFolder()) {
            return;
        }
        long left = file.size();
        try (InputStream in = file.content().open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw changed(file);
                }
                tar.write(buffer, 0, n);
            }
        }
        if (left > 0) {
            throw changed(file);
        }
    }

    private static IOException changed(LayerFile file) {
        return new IOException("'" + file.place() + "' was changed while it was read");
    }
}
