package io.jenkins.plugins.monai.engine.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions as the MAP specification wants them ({@code org.opencontainers.image.version}, {@code app.json#version}):
 * <a href="https://semver.org/">Semantic Versioning 2.0.0</a>, by the expression that its page suggests.
 */
public final class SemanticVersion {

    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");
    private static final int MAX_CHARS = 256;

    private static final String IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern LOOSE = Pattern.compile("[vV]?(\\d{1,18})(?:\\.(\\d{1,18}))?(?:\\.(\\d{1,18}))?"
            + "(?:-(" + IDENTIFIERS + "))?(?:\\+(" + IDENTIFIERS + "))?");
    private static final Pattern LEADING_ZERO = Pattern.compile("(?:.*\\.)?0\\d+(?:\\..*)?");

    private SemanticVersion() {}

    public static boolean isValid(String version) {
        return version.length() <= MAX_CHARS && VERSION.matcher(version).matches();
    }

    /**
     * The semantic version that is meant: a leading {@code v} and leading zeros go, missing parts become 0. Empty where
     * that is not clear, as for {@code 1.0rc1} or {@code latest}.
     */
    public static Optional<String> normalise(String version) {
        Matcher matcher = LOOSE.matcher(version);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String preRelease = matcher.group(4);
        if (preRelease != null && LEADING_ZERO.matcher(preRelease).matches()) {
            return Optional.empty();
        }
        return Optional.of(number(matcher.group(1)) + "." + number(matcher.group(2)) + "." + number(matcher.group(3))
                + (preRelease == null ? "" : "-" + preRelease)
                + (matcher.group(5) == null ? "" : "+" + matcher.group(5)));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
