package io.jenkins.plugins.monai.engine.ssh;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The one place where text becomes part of a command for a POSIX shell. */
public final class ShellQuote {

    private ShellQuote() {}

    /**
     * The text as exactly one word of a command, whatever it holds. In single quotes a shell takes every character for
     * itself (POSIX.1-2017, XCU 2.2.2), but a leading dash is still an option: put {@code --} before it.
     *
     * @throws IllegalArgumentException the text holds a NUL, which no argument can carry
     */
    public static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A shell argument cannot hold a NUL character");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** A command of these words, each {@linkplain #quote quoted}. */
    public static String command(String... words) {
        return Arrays.stream(words).map(ShellQuote::quote).collect(Collectors.joining(" "));
    }
}
