package io.jenkins.plugins.monai.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them. */
public final class Quantities {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Quantities() {}

    /** {@code 4.2 s}, {@code 3 min 05 s}, {@code 1 h 02 min}. */
    public static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** {@code 2026-11-22 13:05}, in the controller's time zone. */
    public static String when(long millis) {
        return WHEN.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    /** Four places, so that minutes of a small machine can be told from nothing. */
    public static String usd(double usd) {
        return String.format(Locale.ROOT, usd < 1 ? "%.4f" : "%.2f", usd);
    }

    /** For attributes of SVG. */
    static String plain(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
