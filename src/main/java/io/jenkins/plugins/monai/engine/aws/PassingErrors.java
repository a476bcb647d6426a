package io.jenkins.plugins.monai.engine.aws;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Errors that pass: what failed with one is done again from its beginning, which first looks for what is there already.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html">Eventual consistency in the
 *     Amazon EC2 API</a>
 */
final class PassingErrors {

    private static final Set<String> THROTTLED = Set.of(
            "RequestLimitExceeded",
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
            "TooManyUpdates");

    /** Somebody else changes the same thing, or it is there already as an earlier answer got lost. */
    private static final Set<String> IN_CONFLICT = Set.of(
            "ConcurrentModificationException",
            "DocumentAlreadyExists",
            "InvalidGroup.Duplicate",
            "InvalidKeyPair.Duplicate",
            "OperationAborted",
            "RepositoryAlreadyExistsException",
            "ResourceConflictException");

    private static final String NO_RESOURCE = "ResourceNotFoundException";
    private static final Set<String> NO_INSTANCE = Set.of("InvalidInstanceID.NotFound");

    /** What was made, or found, a moment ago and is not known everywhere; or is gone already. */
    private static final Map<AwsCall, Set<String>> NOT_KNOWN = new EnumMap<>(Map.ofEntries(
            Map.entry(AwsCall.ADD_PERMISSION, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.AUTHORIZE_INGRESS, Set.of("InvalidGroup.NotFound")),
            Map.entry(AwsCall.CREATE_TAGS, NO_INSTANCE),
            Map.entry(AwsCall.DELETE_FUNCTION, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.DELETE_RULE, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.GET_DOCUMENT, Set.of("InvalidDocument")),
            Map.entry(AwsCall.LIST_TARGETS, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.LIST_VERSIONS, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.MODIFY_METADATA_OPTIONS, NO_INSTANCE),
            Map.entry(AwsCall.PUBLISH_VERSION, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.PUT_INVOKE_CONFIG, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.PUT_TARGETS, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.REMOVE_PERMISSION, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.REMOVE_TARGETS, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.START_INSTANCES, NO_INSTANCE),
            Map.entry(AwsCall.STOP_INSTANCES, NO_INSTANCE),
            Map.entry(AwsCall.UPDATE_DOCUMENT, Set.of("InvalidDocument")),
            Map.entry(AwsCall.UPDATE_DOCUMENT_DEFAULT_VERSION, Set.of("InvalidDocument")),
            Map.entry(AwsCall.UPDATE_FUNCTION_CODE, Set.of(NO_RESOURCE)),
            Map.entry(AwsCall.UPDATE_FUNCTION_CONFIGURATION, Set.of(NO_RESOURCE))));

    private PassingErrors() {}

    static boolean isThrottled(String code) {
        return THROTTLED.contains(code);
    }

    /** Whether the error of a call may be another one, or none, in a moment. */
    static boolean contain(AwsCall call, SdkException e) {
        String code = AwsErrors.code(e);
        return isThrottled(code)
                || IN_CONFLICT.contains(code)
                || NOT_KNOWN.getOrDefault(call, Set.of()).contains(code)
                || (e instanceof AwsServiceException service
                        && service.statusCode() >= 500
                        && !AwsErrors.isCapacity(e)
                        && !AwsErrors.isQuota(e));
    }
}
