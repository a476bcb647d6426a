package io.jenkins.plugins.monai.page;

import hudson.model.Run;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ForwardingLog;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what the machine prints in a file beside the build's record, line by line as it comes, so that a page can read on
 * from where it was. A file that cannot be written fails nothing.
 */
public final class MachineLog extends ForwardingLog implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(MachineLog.class.getName());

    /** A machine that prints without end must not fill the controller's disk. */
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private static final String MARK = "machine";

    private final File file;
    private final long maxBytes;
    private OutputStream out;
    private long bytes;
    private boolean full;

    /** @param next is told everything as well */
    public MachineLog(EngineLog next, Run<?, ?> build, String runId) {
        this(next, of(build, runId), MAX_BYTES);
    }

    MachineLog(EngineLog next, File file, long maxBytes) {
        super(next);
        this.file = file;
        this.maxBytes = maxBytes;
    }

    static File of(Run<?, ?> build, String runId) {
        return new File(DeployAction.folder(build), runId + ".log");
    }

    @Override
    public void machine(String text) {
        next().machine(text);
        keep(text);
    }

    @Override
    public synchronized void mark(Map<String, Long> marks) {
        marks.put(MARK, file.length());
        super.mark(marks);
    }

    /** What was kept since the mark is cut off, as it comes again. */
    @Override
    public synchronized void resume(Map<String, Long> marks) {
        Long mark = marks.get(MARK);
        if (mark != null && file.length() > mark) {
            try (FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.WRITE)) {
                channel.truncate(mark);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "Lines may stand twice in " + file, e);
            }
        }
        super.resume(marks);
    }

    private synchronized void keep(String text) {
        if (full) {
            return;
        }
        try {
            if (out == null) {
                open();
            }
            byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
            full = bytes + line.length > maxBytes;
            out.write(
                    full
                            ? "[...] The rest is not kept; the build's log ends with its last lines.\n"
                                    .getBytes(StandardCharsets.UTF_8)
                            : line);
            out.flush();
            bytes += line.length;
        } catch (IOException e) {
            full = true;
            LOGGER.log(Level.WARNING, "What the machine prints cannot be kept in " + file, e);
        }
    }

    private void open() throws IOException {
        Files.createDirectories(file.getParentFile().toPath());
        out = new BufferedOutputStream(
                Files.newOutputStream(file.toPath(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        bytes = file.length();
    }

    @Override
    public synchronized void close() {
        full = true;
        if (out == null) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Closing " + file, e);
        }
    }
}
