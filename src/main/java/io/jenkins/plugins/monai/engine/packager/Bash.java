package io.jenkins.plugins.monai.engine.packager;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/** Scripts for the machine: assignments written here, followed by text from the resources. */
final class Bash {

    private Bash() {}

    /** A word that bash takes as it is. */
    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String assign(String name, String value) {
        return "readonly " + name + "=" + quote(value) + "\n";
    }

    static String assign(String name, Collection<String> values) {
        return "readonly " + array(name, values);
    }

    /** An array, which the script may add to. */
    static String array(String name, Collection<String> values) {
        return name + "=(" + values.stream().map(Bash::quote).collect(Collectors.joining(" ")) + ")\n";
    }

    /** @param name of a file beside this class */
    static String resource(String name) {
        try (InputStream in = Bash.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
