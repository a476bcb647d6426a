package io.jenkins.plugins.monai.engine.requirements;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An option in a requirements file (pip 26, "Requirements File Format").
 *
 * @param name its full spelling
 * @param value empty for one that has none
 */
record PipOption(Kind kind, String name, String value) {

    enum Kind {
        REQUIREMENTS,
        CONSTRAINTS,
        EDITABLE,
        INDEX,
        LINKS,
        HASH,
        REQUIRE_HASHES,
        FLAG,
        VALUE
    }

    private static final Map<String, Kind> LONG = new LinkedHashMap<>();
    private static final Map<Character, String> SHORT = Map.of(
            'r',
            "--requirement",
            'c',
            "--constraint",
            'e',
            "--editable",
            'i',
            "--index-url",
            'f',
            "--find-links",
            'C',
            "--config-settings");

    static {
        LONG.put("--requirement", Kind.REQUIREMENTS);
        LONG.put("--constraint", Kind.CONSTRAINTS);
        LONG.put("--editable", Kind.EDITABLE);
        for (String name : List.of("--index-url", "--pypi-url", "--extra-index-url")) {
            LONG.put(name, Kind.INDEX);
        }
        LONG.put("--find-links", Kind.LINKS);
        LONG.put("--hash", Kind.HASH);
        LONG.put("--require-hashes", Kind.REQUIRE_HASHES);
        for (String name : List.of("--no-index", "--pre", "--prefer-binary")) {
            LONG.put(name, Kind.FLAG);
        }
        for (String name : List.of(
                "--no-binary",
                "--only-binary",
                "--trusted-host",
                "--use-feature",
                "--global-option",
                "--config-settings",
                "--config-setting",
                "--all-releases",
                "--only-final")) {
            LONG.put(name, Kind.VALUE);
        }
    }

    /**
     * The options of the words behind a requirement; long ones may be cut off where that is clear, as Python's optparse
     * has it.
     *
     * @throws IllegalArgumentException with the word that is no option, or whose value is missing
     */
    static List<PipOption> of(List<String> words) {
        List<PipOption> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String given = word;
            String value = null;
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                given = equals < 0 ? word : word.substring(0, equals);
                value = equals < 0 ? null : word.substring(equals + 1);
            } else if (word.length() > 2) {
                given = word.substring(0, 2);
                value = word.substring(2);
            }
            String name = name(given);
            Kind kind = LONG.get(name);
            boolean alone = kind == Kind.FLAG || kind == Kind.REQUIRE_HASHES;
            if (!alone && value == null) {
                if (++i == words.size()) {
                    throw new IllegalArgumentException(given);
                }
                value = words.get(i);
            }
            options.add(new PipOption(kind, name, alone ? "" : value));
        }
        return options;
    }

    private static String name(String given) {
        if (given.length() == 2 && SHORT.containsKey(given.charAt(1))) {
            return SHORT.get(given.charAt(1));
        }
        if (LONG.containsKey(given)) {
            return given;
        }
        List<String> meant = given.length() < 4
                ? List.of()
                : LONG.keySet().stream().filter(name -> name.startsWith(given)).toList();
        if (meant.size() != 1) {
            throw new IllegalArgumentException(given);
        }
        return meant.get(0);
    }

    /** Words as a shell splits them (Python's shlex, POSIX). */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    /** As it stands in a requirements file. */
    String text() {
        boolean quoted = !value.matches("[^\\s'\"\\\\]*");
        String written = quoted ? "'" + value.replace("'", "'\"'\"'") + "'" : value;
        return value.isEmpty() ? name : name + (kind == Kind.HASH ? "=" : " ") + written;
    }
}
