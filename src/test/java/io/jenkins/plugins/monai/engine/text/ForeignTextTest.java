package io.jenkins.plugins.monai.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Issue 10, number 18: foreign text is cleaned in one place. */
class ForeignTextTest {

    @Test
    void ordinaryTextStays() {
        for (String text : List.of("", "a\tb", "脾臓 ü 🫀", "می\u200cخواهم", "50 % [done] (monai) [8mha:AAAA", "a...")) {
            assertEquals(text, ForeignText.clean(text));
        }
        assertEquals("", ForeignText.clean(null));
    }

    @Test
    void escapesOfTerminalsGo() {
        assertEquals(
                "bold link title",
                ForeignText.clean(
                        "\u001b[1;31mbold\u001b[m \u001b]8;;http://x\u001b\\link\u001b]8;;\u0007 \u009b2Kti\u0000tl\be\u001b(B"));
        assertEquals("", ForeignText.clean("\u001b[") + ForeignText.clean("\u001b") + ForeignText.clean("\u009b"));
    }

    @Test
    void consoleNotesOfJenkinsGoWithWhatTheyHold() {
        assertEquals("ab", ForeignText.clean("a\u001b[8mha:////4AAB+/==\u001b[0mb"));
        assertEquals("a", ForeignText.clean("a\u001b[8mha:AAAA"), "cut off");
        String nested = ForeignText.clean("\u001b[8m\u001b[8mha:AA\u001b[0mha:BBBB\u001b[0m");
        assertTrue(nested.indexOf('\u001b') < 0, nested);
        assertTrue(ForeignText.clean("\u001b\u001b[0m[8mha:AAAA").indexOf('\u001b') < 0);
    }

    @Test
    void whatTurnsOrHidesTextGoes() {
        String hidden =
                "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u00ad\ufeff\u2060"
                        + "\ufff9\udb40\udc41";
        for (int at = 0; at < hidden.length(); at += Character.charCount(hidden.codePointAt(at))) {
            String one = Character.toString(hidden.codePointAt(at));
            assertEquals("ab", ForeignText.clean("a" + one + "b"), "U+" + Integer.toHexString(one.codePointAt(0)));
        }
        assertEquals("a\ufffdb", ForeignText.clean("a\ud800b"));
    }

    @Test
    void aLineStaysALine() {
        for (String end : List.of("\n", "\r", "\r\n", "\u000b", "\f", "\u0085", "\u2028", "\u2029", "\n\n\r")) {
            assertEquals("a b", ForeignText.clean("a" + end + "b"));
        }
    }

    @Test
    void theBeginningOfOurLinesCannotBeForged() {
        assertEquals("a (monai) FAILED", ForeignText.clean("a\n[monai] FAILED"));
        assertEquals(" (machine) (MONAI) x", ForeignText.clean("\r[ machine ] [MONAI] x"));
        assertEquals("(monai) x", ForeignText.clean("[mo\u200bnai\u001b[0m] x"), "hidden by what is taken out");
    }

    @Test
    void itIsCapped() {
        assertEquals("aaa...", ForeignText.line("aaaa", 3));
        assertEquals("aaaa", ForeignText.line("aaaa", 4));
        assertEquals("a...", ForeignText.line("a🫀b", 2), "no half of a character");
        assertEquals("...bcd", ForeignText.end("abcd", 3));
        assertEquals("...b", ForeignText.end("a🫀b", 2));
        assertEquals(
                ForeignText.VALUE + 3, ForeignText.value("x".repeat(10_000)).length());
    }
}
