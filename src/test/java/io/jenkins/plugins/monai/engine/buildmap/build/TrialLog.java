package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a build told, line by line, in whatever processes: what one after a crash tells again is dropped. */
public final class TrialLog implements EngineLog {

    private static final String MARK = "trial";

    private record Told(boolean byMachine, String text) {}

    private record Trigger(String text, Runnable what) {}

    private final CopyOnWriteArrayList<Told> told = new CopyOnWriteArrayList<>();
    private final List<Told> again = new ArrayList<>();
    private final CopyOnWriteArrayList<Trigger> triggers = new CopyOnWriteArrayList<>();

    /** Something that happens in the build's own thread when it first tells a line with this in it. */
    void when(String text, Runnable what) {
        triggers.add(new Trigger(text, what));
    }

    @Override
    public void line(String text) {
        tell(new Told(false, text));
    }

    @Override
    public void machine(String text) {
        tell(new Told(true, text));
    }

    private void tell(Told line) {
        synchronized (again) {
            int known = again.indexOf(line);
            if (known >= 0) {
                again.subList(0, known + 1).clear();
                return;
            }
        }
        told.add(line);
        for (Trigger trigger : triggers) {
            if (line.text().contains(trigger.text()) && triggers.remove(trigger)) {
                trigger.what().run();
            }
        }
    }

    @Override
    public void mark(Map<String, Long> marks) {
        synchronized (again) {
            marks.put(MARK, (long) (told.size() - again.size()));
        }
    }

    @Override
    public void resume(Map<String, Long> marks) {
        synchronized (again) {
            again.clear();
            again.addAll(told.subList(marks.getOrDefault(MARK, 0L).intValue(), told.size()));
        }
    }

    @Override
    public void caughtUp() {
        synchronized (again) {
            again.clear();
        }
    }

    public List<String> lines() {
        return told.stream().filter(t -> !t.byMachine()).map(Told::text).toList();
    }

    List<String> machineLines() {
        return told.stream().filter(Told::byMachine).map(Told::text).toList();
    }

    @Override
    public String toString() {
        return String.join("\n", lines()) + "\n-- on the machine --\n" + String.join("\n", machineLines());
    }
}
