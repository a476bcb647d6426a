package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Row 21: the user that the image names (<a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#properties">OCI image specification</a>:
 * {@code user}, {@code uid}, each with {@code :group} or {@code :gid}) is not root and not in root's group. Both packagers
 * make MAPs with the user 1000:1000.
 */
final class UserCheck {

    /** Last parts of the paths that users are looked up in. */
    static final List<String> FILE_NAMES = List.of("passwd", "group");

    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";

    /** The field of both files that holds the number (passwd(5), group(5)). */
    private static final int ID = 2;

    /** As Go's strconv.Atoi reads them, by which container engines tell numbers from names. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?");

    /** The highest number that container engines take (moby/sys/user). */
    private static final int MAX_DIGITS = 10;

    private UserCheck() {}

    static void check(MapImage image, Findings findings) {
        String given = image.config().user();
        int colon = given.indexOf(':');
        String user = colon < 0 ? given : given.substring(0, colon);
        String group = colon < 0 ? "" : given.substring(colon + 1);
        Optional<String> problem =
                user.isEmpty() ? Optional.of("is root, since it names none") : problem(user, "is root", image, PASSWD);
        if (problem.isEmpty() && !group.isEmpty()) {
            problem = problem(group, "has the group root", image, GROUP);
        }
        problem.ifPresent(text -> findings.error(
                MapCheck.USER,
                "the image's user " + Findings.shown(given) + " " + text + ": use one such as USER 1000:1000"));
    }

    private static Optional<String> problem(String text, String root, MapImage image, String file) {
        if (NUMBER.matcher(text).matches()) {
            return number(text, root);
        }
        if (!NAME.matcher(text).matches()) {
            return Optional.of("is neither a name nor a number");
        }
        return text.equals("root")
                ? Optional.of(root)
                : numberOf(text, image, file).flatMap(n -> number(n, root));
    }

    private static Optional<String> number(String text, String root) {
        String digits = text.replaceFirst("^[+-]?0*", "");
        if (digits.isEmpty()) {
            return Optional.of(root);
        }
        boolean fits = digits.length() <= MAX_DIGITS && Long.parseLong(digits) <= Integer.MAX_VALUE;
        return fits && !text.startsWith("-") ? Optional.empty() : Optional.of("is out of the range of 1 to 2147483647");
    }

    /** As far as the layers were read for the other checks: an alias of root is root. */
    private static Optional<String> numberOf(String name, MapImage image, String file) {
        return image.files()
                .findRead(file)
                .map(LayerEntry::content)
                .flatMap(content -> new String(content, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.split(":", -1))
                        .filter(parts -> parts.length > ID && parts[0].equals(name))
                        .map(parts -> parts[ID])
                        .findFirst())
                .filter(number -> NUMBER.matcher(number).matches());
    }
}
