package io.jenkins.plugins.monai.steps;

import io.jenkins.plugins.monai.engine.text.ForeignText;
import io.jenkins.plugins.monai.page.ShortNames;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a step of a Pipeline is about, in a line: for Pipeline Steps, Pipeline Overview and the like. */
final class ArgumentLine {

    /** Characters; longer lines push everything else off those pages. */
    private static final int MAX = 120;

    private ArgumentLine() {}

    /**
     * Only what a Pipeline says itself: the defaults of its profile may have changed since.
     *
     * @param arguments as a Pipeline gives them; one that it keeps to itself, such as a secret, is no text
     * @param names of those that say what the step is about, in the order they are shown
     * @return null where none of them is given
     */
    static String of(Map<String, Object> arguments, String... names) {
        String line =
                Stream.of(names).flatMap(name -> text(arguments.get(name))).collect(Collectors.joining(", "));
        return line.isEmpty() ? null : ForeignText.line(ShortNames.of(line), MAX);
    }

    private static Stream<String> text(Object value) {
        return value instanceof CharSequence text && !text.toString().isBlank()
                ? Stream.of(text.toString().strip())
                : Stream.empty();
    }
}
