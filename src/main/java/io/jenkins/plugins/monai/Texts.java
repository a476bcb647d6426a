package io.jenkins.plugins.monai;

import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/**
 * What Java code shows to users, in the reader's language: {@code Texts.properties} and its translations. A key begins
 * with the name of the class that shows it.
 */
public final class Texts {

    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(Texts.class);

    private Texts() {}

    /**
     * The text in the language of the request that is served, or of the controller outside of one.
     *
     * @param arguments for the places {@code {0}}, {@code {1}}, ... of the text's pattern
     */
    public static String get(String key, Object... arguments) {
        return TEXTS.format(key, arguments);
    }

    /** The same text for whoever reads it later. */
    public static Localizable later(String key, Object... arguments) {
        return new Localizable(TEXTS, key, arguments);
    }
}
