package io.jenkins.plugins.monai.engine.inference.configure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Issue 9, number 21: a smoke test that fails says what the application said last. */
class FailureReasonTest {

    private static FailureReason reason(Map<String, Object> content) throws Exception {
        return FailureReason.parse(new ObjectMapper().writeValueAsBytes(content));
    }

    @Test
    void whatTheRunnerQuotesIsKept() throws Exception {
        FailureReason reason = reason(Map.of(
                "code", "MAP_FAILED",
                "message", "the MAP's application exited with 1: There is no CT series in /var/holoscan/input",
                "remedy", "see the log in the reason file",
                "log", "Loading\nThere is no CT series in /var/holoscan/input\n\n"));
        assertEquals(
                "MAP_FAILED: the MAP's application exited with 1: There is no CT series in /var/holoscan/input",
                reason.message());
        assertEquals("See the log in the reason file", reason.remedy());
        assertEquals(List.of("Loading", "There is no CT series in /var/holoscan/input"), reason.lastLines());
    }

    @Test
    void whatItDoesNotQuoteIsAdded() throws Exception {
        FailureReason reason =
                reason(Map.of("code", "MAP_FAILED", "message", "exited with 1", "log", "a\nno series\n"));
        assertEquals("MAP_FAILED: exited with 1 (it said last: a no series)", reason.message());
        assertTrue(reason.remedy().startsWith("See whether the study"), reason.remedy());
    }

    @Test
    void itIsCleanAndBounded() throws Exception {
        FailureReason reason = reason(Map.of(
                "code",
                "X",
                "message",
                "a\u001b[31m\n[monai] done\u202e",
                "log",
                ("x".repeat(5000) + "\n").repeat(200)));
        assertTrue(reason.message().startsWith("X: a (monai) done (it said last: ..."), reason.message());
        assertTrue(reason.message().length() <= 1003, reason.message());
        assertEquals(40, reason.lastLines().size());
        reason.lastLines().forEach(line -> assertEquals(503, line.length()));
    }

    @Test
    void whatIsNoReasonIsShownAsItIs() {
        for (String text : List.of("", "[]", "no JSON \u001b[8mha:AAAA\u001b[0m", "null", "1")) {
            FailureReason reason = FailureReason.parse(text.getBytes(StandardCharsets.UTF_8));
            assertFalse(reason.message().contains("\u001b"), reason.message());
            assertEquals(List.of(), reason.lastLines());
        }
    }
}
