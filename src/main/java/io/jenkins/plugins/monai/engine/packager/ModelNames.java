package io.jenkins.plugins.monai.engine.packager;

import java.util.regex.Pattern;

/** What a model may be called: its folder in the MAP has the name. */
public final class ModelNames {

    /** The end of a message. */
    public static final String RULE = "Give it a name in models, as in 'liver=models/liver.ts': at most 128 letters,"
            + " digits, '.', '_' and '-', the first a letter or digit";

    /** Stricter than the MAP specification (no white space, at most 128 bytes): a name is also part of a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private ModelNames() {}

    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }
}
