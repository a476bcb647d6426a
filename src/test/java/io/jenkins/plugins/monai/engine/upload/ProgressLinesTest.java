package io.jenkins.plugins.monai.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

    private static final long GB = 1_000_000_000;

    private final List<String> lines = new ArrayList<>();
    private long seconds;
    private final ProgressLines progress = new ProgressLines("Upload", lines::add, () -> seconds * GB);

    private void at(long second, long sent, long total) {
        seconds = second;
        progress.bytes(sent, total);
    }

    @Test
    void aLineEachTenPercent() {
        for (int i = 0; i <= 100; i++) {
            at(i, i * GB / 10, 10 * GB);
        }
        assertEquals(10, lines.size());
        assertEquals("Upload: 1.00 GB of 10.00 GB (10 %), 100.0 MB/s", lines.get(0));
        assertEquals("Upload: 10.00 GB of 10.00 GB (100 %), 100.0 MB/s", lines.get(9));
    }

    @Test
    void aLineEachTenSecondsWhenItIsSlow() {
        for (int i = 0; i <= 60; i++) {
            at(i, i, 1_000_000);
        }
        assertEquals(6, lines.size());
        assertTrue(lines.get(0).contains("(0 %)"), lines.get(0));
    }

    @Test
    void oneLineWhenItIsFast() {
        for (int i = 0; i <= 100; i++) {
            at(0, i, 100);
        }
        at(0, 100, 100);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("Upload: 0.1 kB of 0.1 kB (100 %)"), lines.get(0));
    }

    @Test
    void nothingToSendIsSent() {
        at(0, 0, 0);
        assertEquals(1, lines.size());
    }
}
