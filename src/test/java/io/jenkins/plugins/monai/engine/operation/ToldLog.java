package io.jenkins.plugins.monai.engine.operation;

import java.util.List;
import java.util.function.Consumer;

/**
 * Hands on what it is told, and does nothing else.
 *
 * @param lines gets the plugin's own
 * @param machineLines gets the machine's
 */
public record ToldLog(Consumer<String> lines, Consumer<String> machineLines) implements EngineLog {

    /** One that adds all to a list. */
    public static ToldLog to(List<String> all) {
        return new ToldLog(all::add, all::add);
    }

    /** One for an operation in which no machine says anything. */
    public static ToldLog withoutMachine(List<String> lines) {
        return new ToldLog(lines::add, text -> {
            throw new AssertionError("There is no machine: " + text);
        });
    }

    /** One that nobody hears. */
    public static ToldLog nowhere() {
        return new ToldLog(line -> {}, line -> {});
    }

    @Override
    public void line(String text) {
        lines.accept(text);
    }

    @Override
    public void machine(String text) {
        machineLines.accept(text);
    }
}
