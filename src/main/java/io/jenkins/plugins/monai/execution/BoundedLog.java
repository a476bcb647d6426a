package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ForwardingLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Keeps a machine that prints without end from filling the build's log: after 1 MiB of its lines the others are left out,
 * but for the last ones, which come at the end. The plugin's own lines are few, and all are told.
 */
final class BoundedLog extends ForwardingLog implements AutoCloseable {

    private static final long MAX_CHARS = 1 << 20;
    private static final int LAST_LINES = 40;

    private final long maxChars;
    private final Deque<String> last = new ArrayDeque<>();
    private long chars;
    private long leftOut;

    BoundedLog(EngineLog next) {
        this(next, MAX_CHARS);
    }

    BoundedLog(EngineLog next, long maxChars) {
        super(next);
        this.maxChars = maxChars;
    }

    @Override
    public synchronized void machine(String text) {
        read(text, next()::machine);
    }

    @Override
    public synchronized void machineAgain(String text) {
        read(text, next()::machineAgain);
    }

    private void read(String text, Consumer<String> sink) {
        if (leftOut == 0 && chars + text.length() < maxChars) {
            chars += text.length() + 1;
            sink.accept(text);
            return;
        }
        if (leftOut == 0) {
            sink.accept("[...] The machine prints much: from here on its lines are on the build's MONAI page alone");
        }
        leftOut++;
        last.addLast(text);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
        }
    }

    /** Tells how much was left out, and the last of it. */
    @Override
    public synchronized void close() {
        if (leftOut > last.size()) {
            next().machine("[...] " + (leftOut - last.size())
                    + " lines were left out here: see the machine's log on the build's MONAI page. The last lines:");
        }
        last.forEach(next()::machine);
        last.clear();
        leftOut = 0;
        chars = 0;
    }
}
