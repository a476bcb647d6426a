package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.regex.Pattern;

/**
 * The rules for names of ECR repositories, from the page of <a
 * href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html">CreateRepository</a>.
 */
public final class RepositoryNames {

    /** Characters. */
    public static final int MIN_LENGTH = 2;

    /** Characters. */
    public static final int MAX_LENGTH = 256;

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*+/)*+[a-z0-9]+(?:[._-][a-z0-9]+)*+");

    private RepositoryNames() {}

    /** @throws OperationException the name breaks a rule; the message says which one */
    public static void check(String name) throws OperationException {
        if (name == null || name.isEmpty()) {
            throw new OperationException(
                    "No repository is given", "Set the parameter 'repository' to the name of an ECR repository");
        }
        if (name.length() < MIN_LENGTH || name.length() > MAX_LENGTH) {
            throw invalid(
                    name, "it has " + name.length() + " characters, and ECR takes " + MIN_LENGTH + " to " + MAX_LENGTH);
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid(name, reason(name));
        }
    }

    private static String reason(String name) {
        if (name.chars().anyMatch(Character::isUpperCase)) {
            return "it has upper-case letters";
        }
        if (name.indexOf(':') >= 0 || name.indexOf('@') >= 0) {
            return "it ends with a tag or a digest, or begins with a registry, which have parameters of their own";
        }
        if (name.startsWith("/") || name.endsWith("/") || name.contains("//")) {
            return "one of its parts between slashes is empty";
        }
        return "each part between slashes must consist of lower-case letters and digits, "
                + "joined by single dots, underscores or hyphens";
    }

    private static OperationException invalid(String name, String reason) {
        return new OperationException(
                "'" + ForeignText.value(name) + "' is no name of an ECR repository: " + reason,
                "Change the parameter 'repository' to a name such as 'team/spleen-seg'");
    }
}
