package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.operation.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Which lines of a run the build's log has, so that a process that takes the run up after a crash does not tell them
 * again. The file has a line {@code NUMBER TEXT} for each; its end is written when the build's log has it for sure, so of a
 * crash in between one line tells which of the two it was. Only what came after the last save of the run's state is
 * needed, so the file stays small. One that cannot be written costs no more than this.
 */
final class ToldLines {

    private static final Logger LOGGER = Logger.getLogger(ToldLines.class.getName());

    /** Bytes from which on the beginning, which is not needed any more, is dropped. */
    private static final long DROP = 128 * 1024;

    /** Writes to the build's log; on return the line would survive a crash. */
    interface Telling {
        void tell();
    }

    private record Line(long number, String text) {}

    private final Path file;
    private final List<Line> again = new ArrayList<>();
    private long count;
    private long lastMark;

    /**
     * @param isInLog whether the build's log has a line, asked at most once
     */
    ToldLines(Path file, Predicate<String> isInLog) {
        this.file = file;
        try {
            List<Line> lines = read(isInLog);
            count = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).number() + 1;
            lastMark = count;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Lines may stand twice in the build's log: " + file, e);
        }
    }

    /** Tells a line, unless it is one that was told before the crash and has not been told again yet. */
    synchronized void tell(String text, Telling telling) {
        for (int i = 0; i < again.size(); i++) {
            if (again.get(i).text().equals(text)) {
                // The run tells in the same order: what stood before it does not come again.
                again.subList(0, i + 1).clear();
                return;
            }
        }
        append(count + " " + text);
        telling.tell();
        append("\n");
        count++;
    }

    /** The number of the first line that a process after a crash would be told again. */
    synchronized long mark() {
        long mark = again.isEmpty() ? count : again.get(0).number();
        try {
            if (Files.exists(file) && Files.size(file) > DROP) {
                // The state that is being saved is not on the disk yet.
                keepFrom(lastMark);
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The file stays as it is: " + file, e);
        }
        lastMark = mark;
        return mark;
    }

    /** The lines from this number on are told again. */
    synchronized void resume(long mark) {
        again.clear();
        try {
            read(text -> true).stream().filter(l -> l.number() >= mark).forEach(again::add);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Lines may stand twice in the build's log: " + file, e);
        }
        lastMark = mark;
    }

    synchronized void caughtUp() {
        again.clear();
    }

    private void append(String text) {
        try {
            Files.createDirectories(file.getParent());
            Uninterrupted.write(() -> {
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                }
            });
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "After a crash lines may stand twice in the build's log: " + file, e);
        }
    }

    /** Mends the end of the file after a crash: a line without its end is in the log, or never was told. */
    private List<Line> read(Predicate<String> isInLog) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        int end = text.lastIndexOf('\n') + 1;
        if (end < text.length()) {
            String last = text.substring(end);
            boolean told = last.contains(" ") && isInLog.test(last.substring(last.indexOf(' ') + 1));
            text = told ? text + "\n" : text.substring(0, end);
            replace(text);
        }
        return text.lines()
                .filter(l -> l.matches("\\d+ .*"))
                .map(ToldLines::line)
                .toList();
    }

    private static Line line(String line) {
        int space = line.indexOf(' ');
        return new Line(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
    }

    private void keepFrom(long number) throws IOException {
        replace(read(text -> true).stream()
                .filter(l -> l.number() >= number)
                .map(l -> l.number() + " " + l.text() + "\n")
                .collect(Collectors.joining()));
    }

    private void replace(String text) throws IOException {
        Path begun = file.resolveSibling(file.getFileName() + ".new");
        Uninterrupted.write(() -> Files.writeString(begun, text));
        Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
