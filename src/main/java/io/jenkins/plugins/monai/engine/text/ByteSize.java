package io.jenkins.plugins.monai.engine.text;

import java.util.Locale;

/** Numbers of bytes for people, in decimal units: 1 MB is 1,000,000 bytes. */
public final class ByteSize {

    private ByteSize() {}

    /** {@code 30.5 kB}, {@code 91.8 MB}, {@code 1.25 GB}. */
    public static String of(long bytes) {
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
