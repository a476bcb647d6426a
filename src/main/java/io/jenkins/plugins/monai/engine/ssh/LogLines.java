package io.jenkins.plugins.monai.engine.ssh;

import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes lines of text out of the pieces of a log, wherever it was cut. Of a progress line that is written again and
 * again after a carriage return the last version counts. The lines are {@linkplain ForeignText#clean cleaned}; bytes that
 * are no UTF-8 become U+FFFD.
 */
public final class LogLines {

    /** Bytes of a line that are told; what comes after them until its end is left out. */
    public static final int LONGEST = 15 * 1024;

    private static final String REST = "... (the rest of this line was left out)";

    /** Bytes of a character in UTF-8. */
    private static final int CHARACTER = 4;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Carriage returns seen after {@link #line}: the end of a line when a line feed follows. */
    private int returns;

    private boolean skipping;

    /** @return the lines that these bytes complete, without their ends */
    public List<String> add(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (byte b : bytes) {
            if (b == '\r') {
                returns++;
            } else if (b == '\n') {
                endLine(lines);
            } else {
                if (returns > 0) {
                    take();
                    skipping = false;
                }
                add(b, lines);
            }
        }
        return lines;
    }

    private void endLine(List<String> lines) {
        String text = take();
        if (!skipping) {
            lines.add(text);
        }
        skipping = false;
    }

    private void add(byte b, List<String> lines) {
        if (skipping) {
            return;
        }
        boolean full = line.size() >= LONGEST && (b & 0xc0) != 0x80;
        if (full || line.size() >= LONGEST + CHARACTER) {
            lines.add(take() + REST);
            skipping = true;
        } else {
            line.write(b);
        }
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
        String text = ForeignText.clean(line.toString(StandardCharsets.UTF_8));
        line.reset();
        returns = 0;
        return text;
    }
}
