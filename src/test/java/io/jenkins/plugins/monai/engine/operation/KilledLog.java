package io.jenkins.plugins.monai.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A log that outlives the processes which write to it, and drops what it is told again by the one after a crash. */
public final class KilledLog implements EngineLog {

    /** The process ends here; nothing catches it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final String MARK = "lines";

    private final List<String> shown = new ArrayList<>();
    private final List<String> again = new ArrayList<>();
    private final Runnable moment;

    /** @param moment asked before and after each line; throws {@link Killed} to end the process */
    public KilledLog(Runnable moment) {
        this.moment = moment;
    }

    public List<String> shown() {
        return List.copyOf(shown);
    }

    @Override
    public void line(String text) {
        moment.run();
        if (!again.remove(text)) {
            shown.add(text);
        }
        moment.run();
    }

    @Override
    public void machine(String text) {
        line("[machine] " + text);
    }

    @Override
    public void mark(Map<String, Long> marks) {
        marks.put(MARK, (long) (shown.size() - again.size()));
    }

    @Override
    public void resume(Map<String, Long> marks) {
        again.clear();
        again.addAll(shown.subList(marks.getOrDefault(MARK, 0L).intValue(), shown.size()));
    }

    @Override
    public void caughtUp() {
        again.clear();
    }
}
