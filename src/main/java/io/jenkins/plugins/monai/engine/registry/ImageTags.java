package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.regex.Pattern;

/**
 * The rules for tags, from the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests">OCI distribution
 * specification</a>; those of ECR are the same.
 */
public final class ImageTags {

    /** Characters. */
    public static final int MAX_LENGTH = 128;

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private ImageTags() {}

    public static boolean isValid(String tag) {
        return tag != null && TAG.matcher(tag).matches();
    }

    /** @throws OperationException the tag breaks a rule; the message says which one */
    public static void check(String tag) throws OperationException {
        if (!isValid(tag)) {
            throw new OperationException(
                    "'" + ForeignText.value(tag) + "' is no image tag: " + reason(tag),
                    "Change the parameter 'tags' to names such as 'latest', '1.2.0' or a commit");
        }
    }

    private static String reason(String tag) {
        if (tag == null || tag.isEmpty()) {
            return "it is empty";
        }
        if (tag.length() > MAX_LENGTH) {
            return "it has " + tag.length() + " characters, and a tag has at most " + MAX_LENGTH;
        }
        if (tag.startsWith(".") || tag.startsWith("-")) {
            return "it begins with '" + tag.charAt(0) + "'";
        }
        return "it may hold letters, digits, underscores, dots and hyphens only";
    }
}
