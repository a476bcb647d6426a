package io.jenkins.plugins.monai.execution;

import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.page.DeployAction;
import java.util.Map;

/** An operation's log as lines of the build's. */
final class RunLog implements EngineLog {

    private static final String BEGIN = "[monai] ";

    private final TaskListener listener;
    private final Run<?, ?> build;
    private boolean machineSpoke;

    RunLog(TaskListener listener, Run<?, ?> build) {
        this.listener = listener;
        this.build = build;
    }

    @Override
    public void line(String text) {
        listener.getLogger().println(BEGIN + text);
    }

    @Override
    public void machine(String text) {
        if (!machineSpoke) {
            machineSpoke = true;
            String page =
                    HyperlinkNote.encodeTo("/" + build.getUrl() + DeployAction.URL_NAME + "/", "page of the build");
            line("The machine's lines come shortened here; all of them are on the MONAI " + page);
        }
        listener.getLogger().println("[machine] " + text);
    }

    /** What the operation came to. */
    void outputs(Map<String, String> outputs) {
        outputs.forEach((name, value) -> line(name + ": " + value));
    }
}
