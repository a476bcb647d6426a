package io.jenkins.plugins.monai.engine.parameter;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.regex.Pattern;

/** The parameters whose values have a form that can be told without asking anybody. */
public enum TextParameter {
    REGION("region", "[a-z]{2,8}(-[a-z]+)+-\\d+", "a region's code such as eu-west-1"),

    /** AssumeRole in the STS API reference. */
    ROLE_ARN("roleArn", Arns.of("role"), "the ARN of a role, such as arn:aws:iam::111122223333:role/jenkins"),
    EXTERNAL_ID("externalId", "[\\w+=,.@:/-]{2,1224}", "an external id: 2 to 1224 letters, digits and '+=,.@:/-_'"),

    INSTANCE_TYPES("instanceTypes", "[a-z][a-z0-9-]*\\.[a-z0-9-]+", "an instance type such as g4dn.xlarge"),
    SUBNETS("subnets", "subnet-[0-9a-f]+", "a subnet's id"),
    AMI("ami", "ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:\\S+", "an AMI's id, or resolve:ssm: and a parameter's name"),
    SECURITY_GROUP("securityGroup", "sg-[0-9a-f]+", "a security group's id"),
    SSH_CIDR(
            "sshCidr",
            "\\d{1,3}(\\.\\d{1,3}){3}/32|[0-9a-fA-F:]+:[0-9a-fA-F:]*/128",
            "one address, such as 203.0.113.7/32"),
    SSH_USER("sshUser", "[a-z_][a-z0-9_-]{0,31}", "a user's name"),
    BASE_IMAGE("baseImage", "[A-Za-z0-9][A-Za-z0-9._/:@-]*", "an image reference"),

    /** CreateInstanceProfile in the IAM API reference; with a path in front of the name it must be an ARN. */
    INSTANCE_PROFILE(
            "instanceProfile",
            "[A-Za-z0-9+=,.@_-]{1,128}|" + Arns.of("instance-profile"),
            "an instance profile's name or ARN"),

    /**
     * General-purpose buckets.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
     */
    BUCKET("bucket", "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket's name"),

    /** Short enough for all names that are made of it: a rule's may have 64 characters. */
    FUNCTION_NAME("functionName", "[A-Za-z0-9_-]{1,44}", "a name of 1 to 44 letters, digits, '-' and '_'"),

    /** CreateRole in the IAM API reference; with a path in front of the name it must be an ARN. */
    FUNCTION_ROLE("functionRole", "[A-Za-z0-9+=,.@_-]{1,64}|" + Arns.of("role"), "a role's name or ARN"),
    HEALTH_IMAGING_ROLE("healthImagingRole", "[A-Za-z0-9+=,.@_-]{1,64}|" + Arns.of("role"), "a role's name or ARN"),

    /** StartDICOMImportJob in the AWS HealthImaging API reference. */
    HEALTH_IMAGING_DATASTORE(
            "healthImagingDatastore", "[0-9a-z]{32}", "the id of a data store: 32 lower-case letters and digits"),
    /** Of the account or of another: an alias is looked up in the caller's account, which differs. */
    KMS_KEY(
            "kmsKey",
            "arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key/[A-Za-z0-9-]{1,128}|alias/[A-Za-z0-9/_-]{1,250})",
            "the ARN of a KMS key or alias"),
    FAILURE_DESTINATION(
            "failureDestination",
            "arn:aws[a-z-]*:(sqs|sns|lambda|events|s3):[a-z0-9-]*:(\\d{12})?:[\\x21-\\x7e]{1,256}",
            "the ARN of a queue or topic"),

    /** A folder of its own on a file system: what is in it is wiped. */
    WORK_FOLDER(
            "workFolder",
            "(/[A-Za-z0-9_-][A-Za-z0-9._-]*){2,}",
            "an absolute path of at least two folders, of letters, digits, '.', '_' and '-'");

    private final String parameter;
    private final Pattern pattern;
    private final String what;

    TextParameter(String parameter, String pattern, String what) {
        this.parameter = parameter;
        this.pattern = Pattern.compile(pattern);
        this.what = what;
    }

    /** As in the steps. */
    public String parameter() {
        return parameter;
    }

    /** @throws OperationException the value cannot be right; the message names the parameter */
    public void check(String value) throws OperationException {
        if (!pattern.matcher(value).matches()) {
            throw new OperationException(
                    "'" + ForeignText.value(value) + "' in '" + parameter + "' is not " + what, "Correct " + parameter);
        }
    }

    /**
     * @param value null for a parameter that is left out, which is right
     * @throws OperationException the value cannot be right; the message names the parameter
     */
    public void checkOptional(String value) throws OperationException {
        if (value != null) {
            check(value);
        }
    }

    /** @throws OperationException one of the values cannot be right; the message names it and the parameter */
    public void checkEach(Iterable<String> values) throws OperationException {
        for (String value : values) {
            check(value);
        }
    }

    /** In a class of its own, as an enum's own constants are made last. */
    private static final class Arns {

        static String of(String resource) {
            return "arn:aws[a-z-]*:iam::\\d{12}:" + resource + "/[\\x21-\\x7e]{1,512}";
        }
    }
}
