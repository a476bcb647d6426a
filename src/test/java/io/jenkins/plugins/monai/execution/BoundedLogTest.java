package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Issue 10, number 19: endless machine output does not fill the build's log. */
class BoundedLogTest {

    private final List<String> lines = new ArrayList<>();
    private final BoundedLog log = new BoundedLog(new ToldLog(text -> lines.add("own " + text), lines::add), 1000);

    @Test
    void endlessOutputIsLeftOutAndItsEndIsTold() {
        for (int i = 0; i < 100_000; i++) {
            log.machine("line " + i);
        }
        log.line("PUSH");
        int told = lines.indexOf("own PUSH");
        assertTrue(String.join("\n", lines).length() < 1200, "characters told: " + told);
        assertTrue(lines.get(told - 1).contains("on the build's MONAI page alone"), lines.get(told - 1));
        log.close();
        assertTrue(
                lines.get(told + 1).matches("\\[...] 99[0-9]{3} lines were left out here: see .*"),
                lines.get(told + 1));
        assertEquals(40, lines.size() - told - 2);
        assertEquals("line 99999", lines.get(lines.size() - 1));
    }

    @Test
    void whatFitsIsToldAsItComes() {
        log.machine("a");
        log.machine("b");
        log.close();
        assertEquals(List.of("a", "b"), lines);
    }
}
