package io.jenkins.plugins.monai.execution;

import hudson.model.TaskListener;
import io.jenkins.plugins.monai.engine.operation.EngineLog;

/** An operation's log as lines of the build's. */
final class RunLog implements EngineLog {

    private final TaskListener listener;

    RunLog(TaskListener listener) {
        this.listener = listener;
    }

    @Override
    public void line(String text) {
        listener.getLogger().println("[monai] " + text);
    }

    @Override
    public void machine(String text) {
        listener.getLogger().println("[machine] " + text);
    }
}
