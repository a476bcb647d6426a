package io.jenkins.plugins.monai.page;

import java.util.regex.Pattern;

/** Names of images as people tell them apart: commits and digests are long. */
public final class ShortNames {

    /** As many as Docker shows of an id, and more than Git needs. */
    private static final int ENOUGH = 12;

    /** SHA-1 and SHA-256, as Git and OCI write them. */
    private static final Pattern HASH =
            Pattern.compile("(?<![0-9a-f])([0-9a-f]{" + ENOUGH + "})(?:[0-9a-f]{28}|[0-9a-f]{52})(?![0-9a-f])");

    private ShortNames() {}

    /** @param text with whole hashes in it, or without any */
    public static String of(String text) {
        return HASH.matcher(text).replaceAll("$1");
    }

    /** Repository and tag, without the registry, which is the same for all. */
    static String image(String uri) {
        return of(uri.substring(uri.indexOf('/') + 1));
    }
}
