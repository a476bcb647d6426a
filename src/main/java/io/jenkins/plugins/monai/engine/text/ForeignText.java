package io.jenkins.plugins.monai.engine.text;

import java.util.regex.Pattern;

/**
 * The one place where text that others wrote (a machine, AWS, a registry, an image, a file) is made fit for a line of a
 * log, a message, a record or an output. Taken out are escape sequences of terminals (ECMA-48), the console notes of
 * Jenkins ({@code hudson.console.ConsoleNote}), control characters, and characters that are not seen or turn the
 * direction of writing (Unicode TR 36, section 2.10). A line's end becomes a space, and the {@code [monai]} and
 * {@code [machine]} that begin the lines of this plugin become {@code (monai)} and {@code (machine)}.
 */
public final class ForeignText {

    /** Characters of a value within a message. */
    public static final int VALUE = 200;

    /** Characters of a line of a log. */
    public static final int LINE = 16 * 1024;

    /** What stands where text was left out. */
    static final String CUT = "...";

    private static final Pattern CONSOLE_NOTES = Pattern.compile("\\x1b\\[8mha:[A-Za-z0-9+/=]*+(?:\\x1b\\[0m)?");

    private static final Pattern ESCAPES = Pattern.compile(
            // Control sequences, as for colours and the cursor
            "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?"
                    // Control strings, as for titles and links
                    + "|(?:\\x1b[\\]PX^_]|\\x9d)[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
                    + "|\\x1b[ -/]*[0-~]?");

    private static final Pattern LINE_ENDS = Pattern.compile("[\\n\\r\\x0b\\f\\x85\\u2028\\u2029]+");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t]]");

    /** Format characters but for the two joiners, which Persian, Hindi and others are written with. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}&&[^\\u200c\\u200d]]");

    private static final Pattern HALVES = Pattern.compile("\\p{Cs}");
    private static final Pattern PREFIXES = Pattern.compile("\\[\\s*(monai|machine)\\s*\\]", Pattern.CASE_INSENSITIVE);

    private ForeignText() {}

    /** The text as one line, however long; an empty text for null. */
    public static String clean(String text) {
        if (text == null) {
            return "";
        }
        String clean = CONSOLE_NOTES.matcher(text).replaceAll("");
        clean = ESCAPES.matcher(clean).replaceAll("");
        clean = LINE_ENDS.matcher(clean).replaceAll(" ");
        clean = CONTROLS.matcher(clean).replaceAll("");
        clean = UNSEEN.matcher(clean).replaceAll("");
        clean = HALVES.matcher(clean).replaceAll("\uFFFD");
        return PREFIXES.matcher(clean).replaceAll("($1)");
    }

    /** The beginning of the cleaned text, at most so many characters and three dots. */
    public static String line(String text, int max) {
        String clean = clean(text);
        return clean.length() <= max ? clean : clean.substring(0, whole(clean, max)) + CUT;
    }

    /** As {@link #line}, for a value within a message. */
    public static String value(String text) {
        return line(text, VALUE).strip();
    }

    /** The end of the cleaned text, at most three dots and so many characters: what a program said last. */
    public static String end(String text, int max) {
        String clean = clean(text);
        int from = clean.length() - max;
        return from <= 0 ? clean : CUT + clean.substring(from + (Character.isLowSurrogate(clean.charAt(from)) ? 1 : 0));
    }

    private static int whole(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }
}
