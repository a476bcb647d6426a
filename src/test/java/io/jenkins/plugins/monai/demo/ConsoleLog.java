package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.operation.EngineLog;

/** Lines of an operation on standard output. */
final class ConsoleLog implements EngineLog {

    @Override
    public void line(String text) {
        System.out.println("[monai] " + text);
    }

    @Override
    public void machine(String text) {
        System.out.println("[machine] " + text);
    }
}
