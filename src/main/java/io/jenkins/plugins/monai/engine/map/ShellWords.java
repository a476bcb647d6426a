package io.jenkins.plugins.monai.engine.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a simple shell command. Enough to find the program that it starts; it expands nothing. */
public final class ShellWords {

    /** Words after which the first word says nothing about a program in the image. */
    private static final Set<String> BUILTINS = Set.of(
            ".", "[", "[[", "{", "(", "cd", "eval", "exec", "export", "for", "if", "set", "source", "ulimit", "umask",
            "unset", "until", "while");

    private ShellWords() {}

    /** The first command's words, up to an operator such as {@code &&}; quotes are taken off. */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
                continue;
            }
            if (";&|<>\n".indexOf(c) >= 0) {
                break;
            }
            if (Character.isWhitespace(c)) {
                word = end(words, word);
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '\\' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
            } else {
                word.append(c);
            }
        }
        end(words, word);
        return words;
    }

    private static StringBuilder end(List<String> words, StringBuilder word) {
        if (word != null) {
            words.add(word.toString());
        }
        return null;
    }

    /** The words from the program on: without assignments before it. Empty when a builtin or an expansion comes first. */
    public static List<String> program(List<String> words) {
        int start = 0;
        while (start < words.size() && words.get(start).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
            start++;
        }
        List<String> program = words.subList(start, words.size());
        if (program.isEmpty()
                || BUILTINS.contains(program.get(0))
                || program.get(0).matches(".*[$`*?~].*")) {
            return List.of();
        }
        return program;
    }
}
