package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.Map;
import java.util.Optional;

/**
 * What AWS answers while it does not know everywhere what was made a moment ago.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html">Eventual consistency in the
 *     Amazon EC2 API</a>
 */
final class Lateness {

    private record Answer(String code, String message) {}

    private static final Answer NO_INSTANCE =
            new Answer("InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist");
    private static final Answer NO_GROUP =
            new Answer("InvalidGroup.NotFound", "The security group 'sg-1' does not exist");
    private static final Answer UPDATING = new Answer(
            "ResourceConflictException",
            "The operation cannot be performed at this time. An update is in progress for resource");

    private static final Map<String, Answer> ERRORS = Map.ofEntries(
            Map.entry("AddPermission", new Answer("ResourceNotFoundException", "Function not found")),
            Map.entry("AuthorizeSecurityGroupIngress", NO_GROUP),
            Map.entry(
                    "CreateFunction",
                    new Answer(
                            "InvalidParameterValueException",
                            "The role defined for the function cannot be assumed by Lambda.")),
            Map.entry("CreateTags", NO_INSTANCE),
            Map.entry("DeleteSecurityGroup", new Answer("DependencyViolation", "has a dependent object")),
            Map.entry("DescribeDocument", new Answer("InvalidDocument", "Document does not exist")),
            Map.entry("DescribeInstances", NO_INSTANCE),
            Map.entry("GetCommandInvocation", new Answer("InvocationDoesNotExist", "There is none")),
            Map.entry("GetFunction", new Answer("ResourceNotFoundException", "Function not found")),
            Map.entry("PublishVersion", UPDATING),
            Map.entry(
                    "PutBucketNotificationConfiguration",
                    new Answer("InvalidArgument", "Unable to validate the following destination configurations")),
            Map.entry("PutFunctionEventInvokeConfig", UPDATING),
            Map.entry("PutTargets", new Answer("ResourceNotFoundException", "Rule does not exist")),
            Map.entry("RunInstances", NO_GROUP),
            Map.entry("SendCommand", new Answer("InvalidInstanceId", "Instances not in a valid state for account")),
            Map.entry("TerminateInstances", NO_INSTANCE));

    /** Searches find nothing and no error. */
    private static final Map<String, String> EMPTY = Map.of(
            "DescribeInstances", "<reservationSet/>",
            "DescribeSecurityGroups", "<securityGroupInfo/>");

    private Lateness() {}

    static boolean isKnown(String operation) {
        return ERRORS.containsKey(operation) || EMPTY.containsKey(operation);
    }

    static ResponseDefinition answer(AwsRequest request) {
        String operation = request.operation();
        boolean search = request.parameter("Filter.1.Name").isPresent();
        Optional<String> nothing = Optional.ofNullable(EMPTY.get(operation)).filter(e -> search);
        return nothing.map(elements -> AwsReply.ec2(operation, elements)).orElseGet(() -> {
            Answer late = ERRORS.get(operation);
            return AwsReply.error(request, late.code(), late.message());
        });
    }
}
