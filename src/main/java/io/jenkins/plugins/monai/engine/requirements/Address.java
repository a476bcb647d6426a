package io.jenkins.plugins.monai.engine.requirements;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in requirements, and the credentials that some of them hold. */
final class Address {

    /** Of any kind, with {@code git+} and the like in front. */
    private static final Pattern URL =
            Pattern.compile("(?i)(?:[a-z][a-z0-9]*\\+)?([a-z][a-z0-9.-]*)://([^/\\s?#]*)(\\S*)");

    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(?i)[?&](?:[^=&#]*(?:token|password|passwd|secret|signature|credential|api[-_]?key|access[-_]?key|auth)[^=&#]*"
                    + "|sig|key|pwd|pass)=[^&#]");

    private Address() {}

    /** Whether the text holds an address with a user, a password or a token in it. */
    static boolean hasCredentials(String text) {
        Matcher url = URL.matcher(text);
        while (url.find()) {
            boolean ssh = url.group(1).toLowerCase(java.util.Locale.ROOT).endsWith("ssh");
            String authority = url.group(2);
            int at = authority.lastIndexOf('@');
            boolean user = at >= 0 && !(ssh && authority.substring(0, at).matches("[\\w.-]*"));
            if (user || SECRET_PARAMETER.matcher(url.group(3)).find()) {
                return true;
            }
        }
        return false;
    }

    /** Without whatever could be a credential: scheme and host of the first address. */
    static String shown(String text) {
        Matcher url = URL.matcher(text);
        return url.find()
                ? url.group(1) + "://" + url.group(2).substring(url.group(2).lastIndexOf('@') + 1)
                : "an address";
    }
}
