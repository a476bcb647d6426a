package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a build told, line by line. */
public final class TrialLog implements EngineLog {

    private final CopyOnWriteArrayList<String> lines = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> machineLines = new CopyOnWriteArrayList<>();

    private final CopyOnWriteArrayList<Trigger> triggers = new CopyOnWriteArrayList<>();

    private record Trigger(String text, Runnable what) {}

    /** Something that happens in the build's own thread when it first tells a line with this in it. */
    void when(String text, Runnable what) {
        triggers.add(new Trigger(text, what));
    }

    @Override
    public void line(String text) {
        lines.add(text);
        fire(text);
    }

    @Override
    public void machine(String text) {
        machineLines.add(text);
        fire(text);
    }

    private void fire(String line) {
        for (Trigger trigger : triggers) {
            if (line.contains(trigger.text()) && triggers.remove(trigger)) {
                trigger.what().run();
            }
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> machineLines() {
        return List.copyOf(machineLines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n-- on the machine --\n" + String.join("\n", machineLines);
    }
}
