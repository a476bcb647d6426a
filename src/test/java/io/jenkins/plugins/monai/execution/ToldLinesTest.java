package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends at any moment is an object that is used no more. */
class ToldLinesTest {

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private Path file;
    private ToldLines told;

    @BeforeEach
    void begin() {
        file = folder.resolve("monai-deploy/run.told");
        anotherProcess();
    }

    private void anotherProcess() {
        told = new ToldLines(
                file, text -> !log.isEmpty() && log.get(log.size() - 1).equals(text));
    }

    private void tell(String... lines) {
        for (String line : lines) {
            told.tell(line, () -> log.add(line));
        }
    }

    @Test
    void whatWasToldSinceTheMarkIsNotToldAgain() {
        tell("a", "b");
        long mark = told.mark();
        tell("c", "", "c", "d");
        anotherProcess();
        told.resume(mark);
        tell("c", "", "c", "d", "e");
        assertEquals(List.of("a", "b", "c", "", "c", "d", "e"), log);
    }

    @Test
    void theSameLineAgainIsToldAgainOnceAllIsCaughtUp() {
        long mark = told.mark();
        tell("a", "b");
        anotherProcess();
        told.resume(mark);
        tell("a", "b", "a", "b");
        assertEquals(List.of("a", "b", "a", "b"), log);
    }

    @Test
    void whatIsNotToldAgainIsForgottenWithThePhase() {
        long mark = told.mark();
        tell("a", "b", "c");
        anotherProcess();
        told.resume(mark);
        tell("b");
        told.caughtUp();
        tell("c", "a");
        assertEquals(List.of("a", "b", "c", "c", "a"), log);
    }

    @Test
    void secondCrashesInTheMiddleOfCatchingUp() {
        long mark = told.mark();
        tell("a", "b", "c");
        for (int crash = 0; crash < 3; crash++) {
            anotherProcess();
            told.resume(mark);
            tell("a");
            mark = told.mark();
            assertEquals(1, mark);
            anotherProcess();
            told.resume(mark);
            tell("b");
            mark = 0;
        }
        anotherProcess();
        told.resume(mark);
        tell("a", "b", "c", "d");
        assertEquals(List.of("a", "b", "c", "d"), log);
    }

    @Test
    void aCrashBeforeTheLineCameIntoTheLog() throws IOException {
        long mark = told.mark();
        tell("a");
        Files.writeString(file, "1 b", StandardOpenOption.APPEND);
        anotherProcess();
        told.resume(mark);
        tell("a", "b", "c");
        assertEquals(List.of("a", "b", "c"), log);
    }

    @Test
    void aCrashAfterTheLineCameIntoTheLog() throws IOException {
        long mark = told.mark();
        tell("a");
        Files.writeString(file, "1 b", StandardOpenOption.APPEND);
        log.add("b");
        anotherProcess();
        told.resume(mark);
        tell("a", "b", "c");
        assertEquals(List.of("a", "b", "c"), log);
    }

    @Test
    void aFileThatWasCutIsMended() throws IOException {
        for (String rest : List.of("", "1", "1 ", "x", "1 b\n\n7")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "0 a\n" + rest);
            anotherProcess();
            told.resume(0);
            log.clear();
            tell("a", "c");
            assertEquals(List.of("c"), log, rest);
        }
    }

    @Test
    void theFileStaysSmall() throws IOException {
        String line = "x".repeat(1000);
        List<String> all = new ArrayList<>();
        long mark = 0;
        for (int i = 0; i < 1000; i++) {
            tell(line + i);
            all.add(line + i);
            if (i % 10 == 0) {
                mark = told.mark();
            }
        }
        assertTrue(Files.size(file) < 200_000, Files.size(file) + " bytes");
        anotherProcess();
        told.resume(mark);
        IntStream.range(991, 1000).forEach(i -> tell(line + i));
        tell("end");
        all.add("end");
        assertEquals(all, log);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsNoLine() throws IOException {
        Files.writeString(folder.resolve("monai-deploy"), "a file");
        anotherProcess();
        tell("a", "b");
        told.mark();
        assertEquals(List.of("a", "b"), log);
    }
}
