package io.jenkins.plugins.monai.engine.map.verification;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths of a MAP's container a folder is mounted on. The runner on the inference machine goes by the same rule
 * ({@code mounts.py}), since such a path means the same wherever it stands: in an option, a list of mounts, a JSON text.
 */
final class MountPath {

    private static final Pattern PLAIN = Pattern.compile("(?:/[A-Za-z0-9._-]++)++");
    private static final int MAX_CHARS = 1024;

    /** The container's system: nothing is mounted on these or below them. */
    private static final Set<String> SYSTEM =
            Set.of("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "sys");

    /** Nothing is mounted on these themselves. */
    private static final Set<String> WHOLE = Set.of(
            "/opt",
            "/run",
            "/usr",
            "/usr/bin",
            "/usr/lib",
            "/usr/lib64",
            "/usr/local",
            "/usr/sbin",
            "/var",
            "/var/lib",
            "/var/run");

    private MountPath() {}

    /** Without the one slash that may end it. */
    static String normal(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /**
     * Whether a path is absolute, of letters, digits, {@code .}, {@code _} and {@code -} only, without empty, {@code .}
     * and {@code ..} parts, and of at most 1,024 characters.
     */
    static boolean isPlain(String path) {
        return path.length() <= MAX_CHARS
                && PLAIN.matcher(path).matches()
                && !(path + "/").contains("/./")
                && !(path + "/").contains("/../");
    }

    /** What keeps a folder from being mounted there: the rest of a sentence about the path; empty when nothing does. */
    static Optional<String> problem(String path) {
        String normal = normal(path);
        if (!isPlain(normal)) {
            return Optional.of("is no plain absolute path");
        }
        boolean system = SYSTEM.contains(normal.split("/")[1]) || WHOLE.contains(normal);
        return system ? Optional.of("is a folder of the container's system") : Optional.empty();
    }

    /** Whether two paths are the same folder, or one lies in the other. */
    static boolean overlap(String one, String other) {
        String first = normal(one) + "/";
        String second = normal(other) + "/";
        return first.startsWith(second) || second.startsWith(first);
    }
}
