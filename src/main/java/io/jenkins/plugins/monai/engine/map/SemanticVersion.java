package io.jenkins.plugins.monai.engine.map;

import java.util.regex.Pattern;

/** Semantic Versioning 2.0.0: the expression that <a href="https://semver.org/">semver.org</a> suggests. */
public final class SemanticVersion {

    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");
    private static final int MAX_CHARS = 256;

    private SemanticVersion() {}

    public static boolean isValid(String version) {
        return version.length() <= MAX_CHARS && VERSION.matcher(version).matches();
    }
}
