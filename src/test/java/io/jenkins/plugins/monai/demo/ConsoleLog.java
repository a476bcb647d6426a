package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import java.util.function.Consumer;

/** Lines of an operation on standard output. */
final class ConsoleLog implements EngineLog {

    private final Consumer<String> listener;

    ConsoleLog() {
        this(line -> {});
    }

    /** @param listener hears the operation's own lines */
    ConsoleLog(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void line(String text) {
        System.out.println("[monai] " + text);
        listener.accept(text);
    }

    @Override
    public void machine(String text) {
        System.out.println("[machine] " + text);
    }
}
