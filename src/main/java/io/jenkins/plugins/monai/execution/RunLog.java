package io.jenkins.plugins.monai.execution;

import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.page.DeployAction;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An operation's log as lines of the build's. */
final class RunLog implements EngineLog {

    private static final Logger LOGGER = Logger.getLogger(RunLog.class.getName());

    private static final String BEGIN = "[monai] ";
    private static final String MACHINE = "[machine] ";

    private static final String SHORTENED =
            "The machine's lines come shortened here; all of them are on the MONAI page of the build";

    private static final String LINES = "lines";
    private static final String MACHINE_SPOKE = "machineSpoke";

    /** Lines at the end of the build's log among which one is looked for that may not have come there. */
    private static final int LAST_LINES = 100;

    private final TaskListener listener;
    private final Run<?, ?> build;
    private final ToldLines told;
    private boolean machineSpoke;

    /** @param runId of a run that another process may take up; null where none does */
    RunLog(TaskListener listener, Run<?, ?> build, String runId) {
        this.listener = listener;
        this.build = build;
        this.told = runId == null ? null : new ToldLines(toldFile(build, runId), this::isInLog);
    }

    private static Path toldFile(Run<?, ?> build, String runId) {
        return DeployAction.folder(build).toPath().resolve(runId + ".told");
    }

    @Override
    public void line(String text) {
        tell(BEGIN + text, BEGIN + text);
    }

    @Override
    public void machine(String text) {
        if (!machineSpoke) {
            machineSpoke = true;
            String page =
                    HyperlinkNote.encodeTo("/" + build.getUrl() + DeployAction.URL_NAME + "/", "page of the build");
            tell(BEGIN + SHORTENED, BEGIN + SHORTENED.replace("page of the build", page));
        }
        tell(MACHINE + text, MACHINE + text);
    }

    /** @param shown the text with what makes a link of a part of it */
    private void tell(String text, String shown) {
        if (told == null) {
            listener.getLogger().println(shown);
            return;
        }
        told.tell(text, () -> {
            PrintStream out = listener.getLogger();
            out.println(shown);
            // A Pipeline keeps lines in memory for seconds.
            out.flush();
        });
    }

    private boolean isInLog(String text) {
        try {
            List<String> last = build.getLog(LAST_LINES);
            // Whoever decorates the log writes in front of the line, as the time.
            return last.stream()
                    .filter(line -> line.contains(BEGIN) || line.contains(MACHINE))
                    .reduce((before, line) -> line)
                    .filter(line -> line.endsWith(text))
                    .isPresent();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The log of " + build + " cannot be read", e);
            return false;
        }
    }

    @Override
    public void mark(Map<String, Long> marks) {
        if (told != null) {
            marks.put(LINES, told.mark());
            if (machineSpoke) {
                marks.put(MACHINE_SPOKE, 1L);
            }
        }
    }

    @Override
    public void resume(Map<String, Long> marks) {
        machineSpoke = marks.containsKey(MACHINE_SPOKE);
        if (told != null) {
            told.resume(marks.getOrDefault(LINES, 0L));
        }
    }

    @Override
    public void caughtUp() {
        if (told != null) {
            told.caughtUp();
        }
    }

    /** What the operation came to. */
    void outputs(Map<String, String> outputs) {
        outputs.forEach((name, value) -> line(name + ": " + value));
    }
}
