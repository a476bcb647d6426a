package io.jenkins.plugins.monai.engine.aws;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/** What a call that AWS does not permit becomes: who denied it, in AWS's own words, and where to change that. */
public final class Denials {

    /** "User: ... is not authorized to perform: ec2:RunInstances on resource: arn:... because ...". */
    private static final Pattern MISSING = Pattern.compile(
            "not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)(?: on resource: \"?(arn:[^\\s\"]+[^\\s\".,]))?");

    /** Long, and nothing to those who read it: only who may decode it learns more. */
    private static final Pattern ENCODED =
            Pattern.compile("\\s*Encoded authorization failure message:.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String DECODE = ", or iam:PassRole on the instance profile's role; 'aws sts"
            + " decode-authorization-message' tells which, and whether a policy denies it explicitly";

    private Denials() {}

    /** @param sentence AWS's own words, cleaned */
    static OperationException of(AwsCall call, SdkException e, String sentence) {
        String words = shown(sentence);
        Optional<Denial> why = Denial.in(sentence).filter(denial -> !denial.isOfIdentity());
        if (call == AwsCall.ASSUME_ROLE) {
            return new OperationException(
                    "The AWS credentials may not assume the role" + words,
                    why.map(denial -> denial.remedy(what(call, sentence)))
                            .orElse("Allow the IAM action sts:AssumeRole for the identity behind the credentials, name"
                                    + " that identity in the role's trust policy, and check the role's ARN and the"
                                    + " external id"),
                    e);
        }
        if (why.isPresent() && why.get().explicit()) {
            return new OperationException(
                    "AWS forbids " + call + " by an explicit deny" + words,
                    why.get().remedy(what(call, sentence)),
                    e);
        }
        return new OperationException(
                "The AWS credentials may not call " + call + words,
                why.map(denial -> denial.remedy(what(call, sentence)))
                        .orElse("Allow the IAM action " + what(call, sentence)
                                + " for the identity behind the credentials"),
                e);
    }

    /**
     * A tag policy of the organization has no permission that could be given.
     *
     * @see <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies-enforcement.html">
     *     Enforcing tagging consistency</a>
     */
    static OperationException ofTagPolicy(AwsCall call, SdkException e, String sentence) {
        return new OperationException(
                "A tag policy of the AWS organization forbids the tags of " + call + shown(sentence),
                "Have an administrator of the AWS organization exempt the tags 'Name' and 'monai-deploy:…' from the tag"
                        + " policy, or the types of resources that it enforces, and give in awsTags the tags that it wants;"
                        + " a permission does not help",
                e);
    }

    /**
     * What to do about a denial that the output of a program tells, such as that of a push.
     *
     * @return empty where it tells of none but a missing permission of the identity
     */
    public static Optional<String> remedyIn(String output) {
        return Denial.in(output)
                .filter(denial -> !denial.isOfIdentity())
                .map(denial -> denial.remedy(named(output).orElse("the action")));
    }

    /** AWS mostly tells which action is missing, and on what: of a launch it may be one of several. */
    private static String what(AwsCall call, String sentence) {
        String action = call.iamActions().isEmpty()
                ? call.toString()
                : call.iamActions().get(0);
        return named(sentence).orElse(action + (ENCODED.matcher(sentence).find() ? DECODE : ""));
    }

    private static Optional<String> named(String words) {
        Matcher told = MISSING.matcher(words);
        return told.find()
                ? Optional.of(told.group(1) + (told.group(2) == null ? "" : " on " + told.group(2)))
                : Optional.empty();
    }

    /** In parentheses; empty where AWS says nothing, as to a HEAD request. */
    private static String shown(String sentence) {
        String words = ENCODED.matcher(sentence).replaceFirst("").replaceAll("\\.+\\s*$", "");
        return words.isBlank() || words.equals("null") ? "" : " (" + words + ")";
    }
}
