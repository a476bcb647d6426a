package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenRunsTest {

    @TempDir
    Path folder;

    @Test
    void anotherProcessKnowsWhatWasBegunAndIsNotOver() throws IOException {
        OpenRuns before = new OpenRuns(folder.resolve("open-runs"));
        assertEquals(Map.of(), before.all());
        before.begin("run-1", "team/a job#7");
        before.begin("run-2", "free#1");
        before.begin("run-2", "free#1");
        before.end("run-1");
        before.end("run-1");
        Files.writeString(folder.resolve("open-runs/run-3.new"), "a crash");
        assertEquals(Map.of("run-2", "free#1"), new OpenRuns(folder.resolve("open-runs")).all());
    }
}
