package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps a machine that prints without end from filling the build's log: after 1 MiB of its lines the others are left out,
 * but for the last ones, which come at the end. The plugin's own lines are few, and all are told.
 */
final class BoundedLog implements EngineLog, AutoCloseable {

    private static final long MAX_CHARS = 1 << 20;
    private static final int LAST_LINES = 40;

    private final EngineLog next;
    private final long maxChars;
    private final Deque<String> last = new ArrayDeque<>();
    private long chars;
    private long leftOut;

    BoundedLog(EngineLog next) {
        this(next, MAX_CHARS);
    }

    BoundedLog(EngineLog next, long maxChars) {
        this.next = next;
        this.maxChars = maxChars;
    }

    @Override
    public void line(String text) {
        next.line(text);
    }

    @Override
    public synchronized void machine(String text) {
        if (leftOut == 0 && chars + text.length() < maxChars) {
            chars += text.length() + 1;
            next.machine(text);
            return;
        }
        if (leftOut == 0) {
            next.machine("[...] The machine prints much: from here on its lines are on the build's MONAI page alone");
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
            next.machine("[...] " + (leftOut - last.size())
                    + " lines were left out here: see the machine's log on the build's MONAI page. The last lines:");
        }
        last.forEach(next::machine);
        last.clear();
        leftOut = 0;
        chars = 0;
    }
}
