package io.jenkins.plugins.monai.form;

import java.util.ArrayList;
import java.util.List;

/** Lists in forms: a text with a value in each line. */
public final class Lines {

    private Lines() {}

    /**
     * The values, each trimmed; a form hands over one text with a value in each line.
     *
     * @return null where there is none, so that what is left empty stays unset
     */
    public static List<String> nullIfEmpty(List<String> values) {
        if (values == null) {
            return null;
        }
        List<String> lines =
                values.stream().flatMap(value -> split(value).stream()).toList();
        return lines.isEmpty() ? null : new ArrayList<>(lines);
    }

    /** The values of the form's text, each trimmed, without empty ones. */
    public static List<String> split(String text) {
        return text.lines().map(String::trim).filter(line -> !line.isEmpty()).toList();
    }

    /** The text for the form. */
    public static String join(List<String> values) {
        return values == null ? "" : String.join("\n", values);
    }
}
