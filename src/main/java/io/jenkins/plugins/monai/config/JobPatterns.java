package io.jenkins.plugins.monai.config;

import io.jenkins.plugins.monai.Texts;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which jobs something is for, by their full names: {@code team-a/ct}. In a pattern {@code *} stands for any characters
 * of one name and {@code ?} for one of them, {@code **} for any number of names. What a pattern matches it matches with
 * everything in it: the jobs of a folder, the branches of a Pipeline, the axes of a matrix. Upper and lower case differ.
 * Immutable.
 */
final class JobPatterns {

    private static final String ANY_NAMES = "**";

    private final List<String> patterns;

    /** @param patterns null or empty for all jobs */
    JobPatterns(List<String> patterns) {
        this.patterns = patterns == null ? List.of() : List.copyOf(patterns);
    }

    /** @throws IllegalArgumentException it can be no job's name; the message quotes it */
    static void check(String pattern) {
        for (String name : names(pattern)) {
            if (name.isBlank() || name.contains(ANY_NAMES) && !name.equals(ANY_NAMES)) {
                throw new IllegalArgumentException(Texts.get("JobPatterns.wrong", pattern));
            }
        }
    }

    /** Whether there are none, so that every job is meant. */
    boolean areAll() {
        return patterns.isEmpty();
    }

    boolean allow(String job) {
        return areAll() || patterns.stream().anyMatch(p -> matches(names(p), names(job), false));
    }

    /** Whether there may be a job in the folder, at any depth, that is meant. */
    boolean allowSomeIn(String folder) {
        return areAll() || patterns.stream().anyMatch(p -> matches(names(p), names(folder), true));
    }

    private static List<String> names(String path) {
        return List.of(path.split("/", -1));
    }

    /** @param open whether more names may follow those that are given */
    private static boolean matches(List<String> pattern, List<String> names, boolean open) {
        if (pattern.isEmpty()) {
            return true;
        }
        if (names.isEmpty()) {
            return open;
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (!pattern.get(0).equals(ANY_NAMES)) {
            return isOne(pattern.get(0), names.get(0)) && matches(rest, names.subList(1, names.size()), open);
        }
        if (rest.isEmpty()) {
            return true;
        }
        for (int skipped = 0; skipped <= names.size(); skipped++) {
            if (matches(rest, names.subList(skipped, names.size()), open)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOne(String pattern, String name) {
        String expression = Stream.of(pattern.split("(?<=[*?])|(?=[*?])"))
                .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                .collect(Collectors.joining());
        return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
    }
}
