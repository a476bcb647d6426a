package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(String text) {
        LogLines log = new LogLines();
        List<String> lines = new ArrayList<>(log.add(utf8(text)));
        lines.addAll(log.flush());
        return lines;
    }

    @Test
    void itDoesNotMatterWhereTheLogIsCut() {
        String text = "脾臓 ü 🫀\r\n10 %\r20 %\r100 %\n\u001b[31mred\u001b[0m\n\nlast";
        List<String> expected = List.of("脾臓 ü 🫀", "100 %", "red", "", "last");
        byte[] bytes = utf8(text);
        for (int size = 1; size <= bytes.length; size++) {
            LogLines log = new LogLines();
            List<String> lines = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += size) {
                lines.addAll(log.add(Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length))));
            }
            lines.addAll(log.flush());
            assertEquals(expected, lines, "pieces of " + size);
        }
    }

    @Test
    void aSavedOffsetLosesAndDoublesNoLine() {
        byte[] bytes = utf8("one\ntwo\r\n1 %\r2 %\rthree ü\nfour\n");
        for (int cut = 0; cut <= bytes.length; cut++) {
            LogLines before = new LogLines();
            List<String> lines = new ArrayList<>(before.add(Arrays.copyOf(bytes, cut)));
            int offset = cut - (int) before.pendingBytes();
            lines.addAll(new LogLines().add(Arrays.copyOfRange(bytes, offset, bytes.length)));
            assertEquals(List.of("one", "two", "three ü", "four"), lines, "cut at " + cut);
        }
    }

    @Test
    void ofAProgressLineTheLastVersionCounts() {
        assertEquals(List.of("done", "next"), lines("\rstart\rhalf\rdone\r\r\nnext\n"));
        assertEquals(List.of("50 %"), lines("10 %\r50 %\r"));
    }

    @Test
    void escapesAndControlsAreTakenOut() {
        assertEquals(
                List.of("bold link title\tx "),
                lines("\u001b[1;31mbold\u001b[m \u001b]8;;http://x\u001b\\link\u001b]8;;\u0007 \u009b2Kti\u0000tl\be"
                        + "\u001b(B\tx\u2028\u0085\n"));
        assertEquals(List.of("[8mha:AAAA"), lines("[8mha:AAAA\n"), "what is no escape stays");
        assertEquals(List.of("a"), lines("\u001b[8mha:AAAA\u001b[0ma\n"), "no console note can be forged");
        assertEquals(List.of(""), lines("\u001b[\n"));
        assertEquals(List.of(""), lines("\u001b\n"));
    }

    @Test
    void whatIsNoUtf8IsReplaced() {
        LogLines log = new LogLines();
        assertEquals(List.of("a\uFFFDb"), log.add(new byte[] {'a', (byte) 0xff, 'b', '\n'}));
    }

    @Test
    void anEndlessLineIsToldOnceAndNotKept() {
        LogLines log = new LogLines();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lines.addAll(log.add(utf8("ü".repeat(1000))));
            assertTrue(log.pendingBytes() <= LogLines.LONGEST + 4, "bytes kept: " + log.pendingBytes());
        }
        lines.addAll(log.add(utf8("\r\nnext\n")));
        assertEquals(2, lines.size());
        assertEquals("ü".repeat(LogLines.LONGEST / 2) + "... (the rest of this line was left out)", lines.get(0));
        assertEquals("next", lines.get(1));
        assertEquals(
                List.of("anew"), log.add(utf8("x".repeat(20_000) + "\ranew\n")).subList(1, 2));
    }

    @Test
    void bytesThatAreNoCharactersAreBoundedToo() {
        LogLines log = new LogLines();
        byte[] continued = new byte[1_000_000];
        Arrays.fill(continued, (byte) 0x80);
        assertEquals(1, log.add(continued).size());
        assertEquals(0, log.pendingBytes());
    }

    @Test
    void nothingIsLeftAfterAnEnd() {
        assertEquals(List.of(), new LogLines().flush());
        assertEquals(List.of("a"), lines("a\n"));
    }
}
