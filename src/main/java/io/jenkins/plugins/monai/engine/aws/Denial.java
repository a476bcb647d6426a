package io.jenkins.plugins.monai.engine.aws;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why AWS denies something, as its words tell it: which kind of policy it was, and whether that one denies explicitly,
 * which no other policy can lift, or only does not allow.
 *
 * @param policy the kind of policy in AWS's words, in lower case; {@code policy} where they name none
 * @param explicit whether it has a statement that denies
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Troubleshoot access
 *     denied error messages</a>
 */
record Denial(String policy, boolean explicit) {

    private static final String SOME_POLICY = "policy";

    private static final String KIND = "(?:an? |the )?((?:[\\w-]+ ){0,3}(?:policy|policies|boundary))";
    private static final Pattern EXPLICIT =
            Pattern.compile("with an explicit deny(?: in " + KIND + ")?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_ALLOWED =
            Pattern.compile("because no " + KIND + " allows", Pattern.CASE_INSENSITIVE);

    private static final String ONLY_THERE = "; allowing it elsewhere does not help";

    /** @return empty where AWS does not tell */
    static Optional<Denial> in(String words) {
        Matcher denied = EXPLICIT.matcher(words);
        if (denied.find()) {
            return Optional.of(of(denied.group(1), true));
        }
        Matcher missing = NOT_ALLOWED.matcher(words);
        return missing.find() ? Optional.of(of(missing.group(1), false)) : Optional.empty();
    }

    private static Denial of(String kind, boolean explicit) {
        return new Denial(kind == null ? SOME_POLICY : kind.toLowerCase(Locale.ROOT), explicit);
    }

    /** Whether to allow the action for the identity is what helps. */
    boolean isOfIdentity() {
        return !explicit && (policy.startsWith("identity-based") || policy.equals(SOME_POLICY));
    }

    /** @param what the action, with the resource where it is known */
    String remedy(String what) {
        String change = explicit ? "take the deny of " + what + " out of " : "allow " + what + " in ";
        String where =
                switch (policy) {
                    case "service control policy", "service control policies" ->
                        "Have an administrator of the AWS organization " + change
                                + "the service control policies of the account and its units, which may forbid a whole"
                                + " region, or what lacks a tag: give such tags in awsTags";
                    case "resource control policy", "resource control policies" ->
                        "Have an administrator of the AWS organization " + change
                                + "the resource control policies of the account that owns the resource";
                    case "permissions boundary" ->
                        capitalized(change) + "the permissions boundary of the identity behind the credentials";
                    case "session policy", "session policies" ->
                        capitalized(change) + "the session policy that whoever assumes the role hands over";
                    case "vpc endpoint policy" ->
                        capitalized(change) + "the policy of the VPC endpoint through which the call goes";
                    case "resource-based policy" ->
                        capitalized(change) + "the resource's own policy, such as that of a bucket, repository or key";
                    case "role trust policy" -> capitalized(change) + "the role's trust policy";
                    case "identity-based policy" ->
                        capitalized(change) + "the policies of the identity behind the credentials and of its groups";
                    default ->
                        explicit
                                ? "Find the statement that denies " + what
                                        + " in the policies of the identity behind the"
                                        + " credentials, its boundary, its organization and the resource"
                                : capitalized(change) + "the " + policy;
                };
        return where + ONLY_THERE;
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
