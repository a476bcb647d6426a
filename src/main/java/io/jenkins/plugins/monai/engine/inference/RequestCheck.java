package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.MachineSpecCheck;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.regex.Pattern;

/** What can be said of a request without asking anybody. */
final class RequestCheck {

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

    /**
     * General-purpose buckets.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
     */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Short enough for all names that are made of it: a rule's may have 64 characters. */
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_-]{1,44}");

    /** CreateRole in the IAM API reference; with a path in front of the name it must be an ARN. */
    private static final Pattern ROLE =
            Pattern.compile("[A-Za-z0-9+=,.@_-]{1,64}|arn:aws[a-z-]*:iam::\\d{12}:role/[\\x21-\\x7e]{1,512}");

    private static final Pattern INSTANCE_PROFILE = Pattern.compile(
            "[A-Za-z0-9+=,.@_-]{1,128}|arn:aws[a-z-]*:iam::\\d{12}:instance-profile/[\\x21-\\x7e]{1,512}");

    private static final Pattern DESTINATION =
            Pattern.compile("arn:aws[a-z-]*:(sqs|sns|lambda|events|s3):[a-z0-9-]*:(\\d{12})?:[\\x21-\\x7e]{1,256}");

    /** A folder of its own on a file system: what is in it is wiped. */
    private static final Pattern FOLDER = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*){2,}");

    private static final int MAX_SLOTS = 16;
    private static final int MAX_MINUTES = 1440;
    private static final int MIN_OPERATION_MINUTES = 10;

    private RequestCheck() {}

    /** @throws OperationException a value cannot be right; the message names its parameter */
    static void check(InferenceRequest request) throws OperationException {
        checkPlace(request.region(), request.bucket(), request.functionName());
        MachineCost.check(request.priceOverrides());
        request.prefixes().check();
        request.limits().check();
        requireRole("functionRole", request.functionRole());
        if (request.machine().instanceProfile() == null) {
            throw new OperationException(
                    "'instanceProfile' is missing",
                    "Name the instance profile with which the inference machine reads the bucket and pulls the MAP");
        }
        require(INSTANCE_PROFILE, "instanceProfile", request.machine().instanceProfile(), "an instance profile");
        if (request.failureDestination() != null) {
            require(DESTINATION, "failureDestination", request.failureDestination(), "an ARN of a queue or topic");
        }
        if (request.healthImaging() != null) {
            request.healthImaging().check();
        }
        MachineSpecCheck.check(request.machine());
        requireRange("slots", request.slots(), 1, MAX_SLOTS);
        if (request.workFolder() != null) {
            require(FOLDER, "workFolder", request.workFolder(), "an absolute path of letters, digits, '.', '_', '-'");
        }
        requireRange("idleMinutes", request.idleMinutes(), 1, MAX_MINUTES);
        requireRange("maximumMinutes", request.maximumMinutes(), MIN_OPERATION_MINUTES, MAX_MINUTES);
    }

    static void checkPlace(String region, String bucket, String functionName) throws OperationException {
        require(REGION, "region", region, "a region's code such as eu-west-1");
        require(BUCKET, "bucket", bucket, "a bucket's name");
        require(FUNCTION, "functionName", functionName, "a name of 1 to 44 letters, digits, '-' and '_'");
    }

    static void requireRole(String parameter, String value) throws OperationException {
        require(ROLE, parameter, value, "a role's name or ARN");
    }

    private static void require(Pattern pattern, String parameter, String value, String what)
            throws OperationException {
        if (!pattern.matcher(value).matches()) {
            throw new OperationException(
                    "'" + value.replaceAll("\\p{Cntrl}", "?") + "' in '" + parameter + "' is not " + what,
                    "Correct " + parameter);
        }
    }

    private static void requireRange(String parameter, int value, int lowest, int highest) throws OperationException {
        if (value < lowest || value > highest) {
            throw new OperationException(
                    "'" + parameter + "' is " + value, "Choose a value from " + lowest + " to " + highest);
        }
    }
}
