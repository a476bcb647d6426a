package io.jenkins.plugins.monai.engine.operation;

import java.util.Map;
import java.util.Objects;

/** A log in front of another one, to which it hands on whatever it does not change. */
public abstract class ForwardingLog implements EngineLog {

    private final EngineLog next;

    protected ForwardingLog(EngineLog next) {
        this.next = Objects.requireNonNull(next);
    }

    protected final EngineLog next() {
        return next;
    }

    @Override
    public void line(String text) {
        next.line(text);
    }

    @Override
    public void machine(String text) {
        next.machine(text);
    }

    @Override
    public void machineAgain(String text) {
        next.machineAgain(text);
    }

    @Override
    public void mark(Map<String, Long> marks) {
        next.mark(marks);
    }

    @Override
    public void resume(Map<String, Long> marks) {
        next.resume(marks);
    }

    @Override
    public void caughtUp() {
        next.caughtUp();
    }
}
