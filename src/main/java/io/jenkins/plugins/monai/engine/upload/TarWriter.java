package io.jenkins.plugins.monai.engine.upload;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes files as one tar stream (POSIX.1-2001, pax) and reckons their SHA-256 on the way. */
final class TarWriter {

    /** The same for all, so that the same files make the same image layers; zip knows no earlier time. */
    private static final Instant MODIFIED = Instant.parse("1980-01-01T00:00:00Z");

    private final List<UploadFile> files;
    private final Progress progress;
    private final long total;
    private final StringBuilder manifest = new StringBuilder();
    private long sent;

    TarWriter(List<UploadFile> files, Progress progress) {
        this.files = files;
        this.progress = progress;
        this.total = files.stream().mapToLong(UploadFile::size).sum();
    }

    long total() {
        return total;
    }

    /** For {@code sha256sum -c}, once all is written. */
    byte[] manifest() {
        return manifest.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws UnreadableSource a file changed or could not be read */
    void writeTo(OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (UploadFile file : files) {
            TarArchiveEntry entry = new TarArchiveEntry(file.place());
            entry.setSize(file.size());
            entry.setMode(file.executable() ? 0755 : 0644);
            entry.setModTime(MODIFIED.toEpochMilli());
            tar.putArchiveEntry(entry);
            manifest.append(manifestLine(copy(file, tar), file.place()));
            tar.closeArchiveEntry();
        }
        tar.finish();
        progress.bytes(sent, total);
    }

    private String copy(UploadFile file, OutputStream tar) throws IOException {
        MessageDigest sha256 = Sha256.begin();
        try (InputStream in = open(file)) {
            byte[] buffer = new byte[128 * 1024];
            long left = file.size();
            for (int n = read(file, in, buffer); n >= 0; n = read(file, in, buffer)) {
                left -= n;
                if (left < 0) {
                    throw changed(file);
                }
                sha256.update(buffer, 0, n);
                tar.write(buffer, 0, n);
                sent += n;
                progress.bytes(sent, total);
            }
            if (left > 0) {
                throw changed(file);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static InputStream open(UploadFile file) throws UnreadableSource {
        try {
            return file.content().open();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static int read(UploadFile file, InputStream in, byte[] buffer) throws UnreadableSource {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UnreadableSource changed(UploadFile file) {
        return new UnreadableSource(new OperationException(
                "The file '" + file.place() + "' changed its size while it was sent",
                "See to it that nothing writes to the workspace during this step"));
    }

    private static UnreadableSource unreadable(UploadFile file, IOException e) {
        return new UnreadableSource(new OperationException(
                "The file '" + file.place() + "' cannot be read from the workspace: " + e.getMessage(),
                "Check the file and its permissions on the agent",
                e));
    }

    /**
     * A line as sha256sum writes it: a name with a backslash or a line feed is escaped, and the line begins with a
     * backslash then (GNU coreutils manual, "cksum output modes"). {@code ./} keeps a name from being an option.
     */
    static String manifestLine(String sha256, String place) {
        String escaped = place.replace("\\", "\\\\").replace("\n", "\\n");
        return (escaped.equals(place) ? "" : "\\") + sha256 + "  ./" + escaped + "\n";
    }

    /** Carries an {@link OperationException} through code that may throw an {@link IOException} only. */
    static final class UnreadableSource extends IOException {

        private static final long serialVersionUID = 1L;

        private final OperationException failure;

        UnreadableSource(OperationException failure) {
            super(failure);
            this.failure = failure;
        }

        OperationException operationException() {
            return failure;
        }
    }
}
