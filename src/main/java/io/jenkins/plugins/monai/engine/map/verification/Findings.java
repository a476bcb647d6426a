package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.Finding;
import io.jenkins.plugins.monai.engine.map.Finding.Level;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.ArrayList;
import java.util.List;

/** Collects what the checks find. */
final class Findings {

    private static final int MAX_SHOWN_CHARS = 120;

    private final List<Finding> list = new ArrayList<>();

    void error(MapCheck check, String message) {
        list.add(new Finding(Level.ERROR, check, message));
    }

    void warn(MapCheck check, String message) {
        list.add(new Finding(Level.WARN, check, message));
    }

    /** One warning for all deviations from one row, or none. */
    void warn(MapCheck check, List<String> problems) {
        if (!problems.isEmpty()) {
            warn(check, String.join("; ", problems));
        }
    }

    void info(MapCheck check, String message) {
        list.add(new Finding(Level.INFO, check, message));
    }

    List<Finding> list() {
        return list;
    }

    /** A value of the image, made fit for a line of the log. */
    static String shown(Object value) {
        return "'" + ForeignText.line(String.valueOf(value), MAX_SHOWN_CHARS).strip() + "'";
    }
}
