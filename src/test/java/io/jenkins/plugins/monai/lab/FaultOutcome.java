package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;

/** How a case of the fault matrix ended for whoever reads it. */
public record FaultOutcome(String told, OperationException failure) {

    /** What a message never has in it: the words of the SDK, and those of a program that fell over. */
    private static final List<String> RAW = List.of(
            "(Service:", "Request ID", "software.amazon", "io.jenkins", "Exception", "nobody foresaw", "\tat ", "null");

    public static FaultOutcome asWithoutIt() {
        return new FaultOutcome("as without it", null);
    }

    public static FaultOutcome failed(OperationException e) {
        return new FaultOutcome("failed: " + e.getMessage(), e);
    }

    public boolean isAsWithoutIt() {
        return failure == null;
    }

    /** A failure names its phase and says what to do, in one line of words meant for people. */
    public void assertClear() {
        if (failure == null) {
            return;
        }
        assertFalse(failure.remedy().isBlank(), told);
        assertTrue(failure.getMessage().startsWith(failure.phase() + ": "), told);
        assertEquals(1, failure.getMessage().lines().count(), told);
        // Codes of AWS may end in it: they are what one searches for.
        String words = failure.getMessage().replaceAll("answered \\w+|with \\w+Exception", "");
        for (String raw : RAW) {
            assertFalse(words.contains(raw), () -> "'" + raw + "' in " + told);
        }
    }
}
