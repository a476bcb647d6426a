package io.jenkins.plugins.monai.engine.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes lines of text out of the pieces of a log, wherever it was cut. Of a progress line that is written again and
 * again after a carriage return the last version counts. Escape sequences of terminals (ECMA-48) and control characters
 * are taken out; bytes that are no UTF-8 become U+FFFD.
 */
public final class LogLines {

    /** Bytes after which a line without an end is told as one. */
    private static final int LONGEST = 64 * 1024;

    private static final Pattern ESCAPES = Pattern.compile(
            // Control sequences, as for colours and the cursor
            "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?"
                    // Control strings, as for titles and links
                    + "|(?:\\x1b[\\]PX^_]|\\x9d)[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
                    + "|\\x1b[ -/]*[0-~]?");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029&&[^\\t]]");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Carriage returns seen after {@link #line}: the end of a line when a line feed follows. */
    private int returns;

    /** @return the lines that these bytes complete, without their ends */
    public List<String> add(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (byte b : bytes) {
            if (b == '\r') {
                returns++;
            } else if (b == '\n') {
                lines.add(take());
            } else {
                if (returns > 0) {
                    take();
                }
                if (line.size() >= LONGEST && (b & 0xc0) != 0x80) {
                    lines.add(take());
                }
                line.write(b);
            }
        }
        return lines;
    }

    /** @return the last line when the log does not end with a line's end: none or one */
    public List<String> flush() {
        return line.size() == 0 ? List.of() : List.of(take());
    }

    /**
     * How many of the bytes given belong to a line that has not been told. Who saves its offset into the log less these
     * loses and doubles no line after a restart.
     */
    public long pendingBytes() {
        return line.size() + (long) returns;
    }

    private String take() {
        String text = clean(line.toString(StandardCharsets.UTF_8));
        line.reset();
        returns = 0;
        return text;
    }

    private static String clean(String text) {
        return CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
    }
}
