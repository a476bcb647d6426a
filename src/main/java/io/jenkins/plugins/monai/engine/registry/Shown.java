package io.jenkins.plugins.monai.engine.registry;

/** Foreign text made fit for one line of a message. */
final class Shown {

    private static final int MAX_CHARS = 200;

    private Shown() {}

    /** Without control characters, and cut after 200 characters; an empty text for null. */
    static String value(String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "...";
    }
}
