package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLogTest {

    private final List<String> told = new ArrayList<>();
    private final EngineLog console = new ToldLog(told::add, text -> told.add("machine: " + text));

    @TempDir
    Path folder;

    private File file;

    @BeforeEach
    void file() {
        file = folder.resolve("in a new folder").resolve("run.log").toFile();
    }

    private String kept() throws IOException {
        return Files.readString(file.toPath());
    }

    @Test
    void theMachinesLinesAreKeptAsTheyCome() throws IOException {
        try (MachineLog log = new MachineLog(console, file, 1000)) {
            log.line("LAUNCH");
            assertFalse(file.exists(), "the machine has said nothing");
            log.machine("één");
            assertEquals("één\n", kept(), "before it is closed");
            log.machine("two");
        }
        assertEquals("één\ntwo\n", kept());
        assertEquals(List.of("LAUNCH", "machine: één", "machine: two"), told);
    }

    @Test
    void anotherProcessGoesOnWithTheSameFile() throws IOException {
        for (String line : List.of("one", "two")) {
            try (MachineLog log = new MachineLog(console, file, 1000)) {
                log.machine(line);
            }
        }
        assertEquals("one\ntwo\n", kept());
    }

    @Test
    void aMachineThatPrintsWithoutEndFillsNoDisk() throws IOException {
        try (MachineLog log = new MachineLog(console, file, 100)) {
            for (int i = 0; i < 1000; i++) {
                log.machine("0123456789");
            }
        }
        assertTrue(file.length() < 200, "bytes: " + file.length());
        assertTrue(kept().endsWith("[...] The rest is not kept; the build's log ends with its last lines.\n"), kept());
        assertEquals(1000, told.size(), "the build's log has them all");
    }

    @Test
    void aFileThatCannotBeWrittenFailsNothing() throws IOException {
        Files.createFile(folder.resolve("in a new folder"));
        Logger logger = Logger.getLogger(MachineLog.class.getName());
        logger.setLevel(Level.OFF);
        try (MachineLog log = new MachineLog(console, file, 1000)) {
            log.machine("one");
            log.machine("two");
        } finally {
            logger.setLevel(null);
        }
        assertEquals(List.of("machine: one", "machine: two"), told);
    }
}
