package io.jenkins.plugins.monai.engine.map.layer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks the list of a layer's files, within limits that hold also for a layer made to exhaust the reader. */
public final class LayerReader {

    /** The layer goes beyond a limit; the message is the rest of "The layer ...". */
    public static final class LimitException extends IOException {
        private static final long serialVersionUID = 1L;

        public LimitException(String message) {
            super(message);
        }
    }

    /** The layer is no tar, or no gzip; the message is the rest of "The layer ...". */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        public MalformedException(Throwable cause) {
            super("cannot be unpacked", cause);
        }
    }

    private final Set<String> wantedNames;
    private final long unpackedBytes;
    private final int entries;

    /**
     * @param wantedNames last parts of the paths of files whose content is kept
     * @param unpackedBytes the most the layer may unpack to
     * @param entries the most it may hold
     */
    public LayerReader(Set<String> wantedNames, long unpackedBytes, int entries) {
        this.wantedNames = wantedNames;
        this.unpackedBytes = unpackedBytes;
        this.entries = entries;
    }

    /** Whether layers of this media type can be read: tar, plain or with gzip. */
    public static boolean understands(String mediaType) {
        return isGzip(mediaType) || mediaType.endsWith(".tar");
    }

    private static boolean isGzip(String mediaType) {
        return mediaType.endsWith(".tar+gzip") || mediaType.endsWith(".tar.gzip");
    }

    /**
     * Reads a layer to the end of its tar.
     *
     * @throws LimitException it goes beyond a limit
     * @throws MalformedException it is no tar, or no gzip
     * @throws IOException the source failed
     */
    public Layer read(InputStream source, String mediaType) throws IOException {
        SourceStream compressed = new SourceStream(source);
        try {
            InputStream buffered = new BufferedInputStream(compressed, 1 << 16);
            InputStream plain = isGzip(mediaType) ? gunzip(buffered) : buffered;
            return readTar(new AllowanceStream(plain, unpackedBytes));
        } catch (LimitException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            if (compressed.failure != null) {
                throw compressed.failure;
            }
            throw new MalformedException(e);
        }
    }

    /** Some tools write a layer as several gzip members, one after the other. */
    private static InputStream gunzip(InputStream compressed) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(compressed)
                .setDecompressConcatenated(true)
                .get();
    }

    private Layer readTar(AllowanceStream bytes) throws IOException {
        Layer layer = new Layer();
        TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8");
        long unread = 0;
        while (true) {
            bytes.allow(unread + LayerLimits.HEADER_BYTES);
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null) {
                return layer;
            }
            unread = entry.getSize();
            bytes.allow(unread + LayerLimits.HEADER_BYTES);
            Optional<String> path = normal(entry.getName());
            if (path.isPresent()) {
                layer.add(path.get(), convert(entry, path.get(), tar));
            }
            if (layer.size() > entries) {
                throw new LimitException("holds too many files");
            }
        }
    }

    private LayerEntry convert(TarArchiveEntry entry, String path, InputStream tar) throws IOException {
        if (entry.isDirectory()) {
            return LayerEntry.FOLDER;
        }
        if (entry.isSymbolicLink()) {
            return new LayerEntry(LayerEntry.Kind.SYMLINK, entry.getLinkName(), true, null);
        }
        if (entry.isLink()) {
            return new LayerEntry(LayerEntry.Kind.HARD_LINK, "/" + entry.getLinkName(), true, null);
        }
        byte[] content = null;
        if (entry.getSize() <= LayerLimits.FILE_BYTES
                && wantedNames.contains(path.substring(path.lastIndexOf('/') + 1))) {
            content = tar.readNBytes(LayerLimits.FILE_BYTES);
        }
        return new LayerEntry(LayerEntry.Kind.FILE, null, (entry.getMode() & 0111) != 0, content);
    }

    /** Relative to the root, without {@code .} and double slashes; empty for the root and for paths that leave it. */
    public static Optional<String> normal(String name) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }

    /** Remembers its failure, so that it is not taken for that of a malformed archive. */
    private static final class SourceStream extends InputStream {
        private final InputStream source;
        private IOException failure;

        SourceStream(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return source.read(buffer, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /**
     * Gives out as many bytes as were allowed, and never more than the limit in all. The reader of the tar holds long
     * names and extended headers in memory whatever size they claim; it cannot get more of them than this gives.
     */
    private static final class AllowanceStream extends InputStream {
        private final InputStream source;
        private long left;
        private long allowed;

        AllowanceStream(InputStream source, long limit) {
            this.source = source;
            this.left = limit;
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new LimitException("unpacks to too many bytes");
            }
            if (allowed <= 0) {
                throw new LimitException("has a file with headers of more than " + LayerLimits.HEADER_BYTES + " bytes");
            }
            int count = source.read(buffer, offset, (int) Math.min(length, Math.min(left, allowed)));
            left -= Math.max(0, count);
            allowed -= Math.max(0, count);
            return count;
        }
    }
}
