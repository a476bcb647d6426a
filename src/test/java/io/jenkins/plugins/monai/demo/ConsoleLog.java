package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.operation.EngineLog;

/** Lines of an operation on standard output. */
final class ConsoleLog implements EngineLog {

    private boolean silent;

    @Override
    public void line(String text) {
        if (!silent) {
            System.out.println("[monai] " + text);
        }
    }

    @Override
    public void machine(String text) {
        System.out.println("[machine] " + text);
    }

    /** Does something whose lines the demo has better words for. */
    void without(Runnable action) {
        silent = true;
        try {
            action.run();
        } finally {
            silent = false;
        }
    }
}
