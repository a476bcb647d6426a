package io.jenkins.plugins.monai.engine.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.aws.json.JsonClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Rules of EventBridge that run on a schedule, on the default event bus. Each method throws {@link SdkException} as the
 * SDK's clients do.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html">EventBridge API
 *     Reference: Actions</a>
 */
public final class ScheduleRules {

    private static final String ENABLED = "ENABLED";
    private static final String NOT_FOUND = "ResourceNotFoundException";

    private final JsonClient client;

    ScheduleRules(JsonClient client) {
        this.client = client;
    }

    /** A rule that there is. */
    public record Rule(String expression, boolean enabled) {}

    /**
     * What a rule sets off.
     *
     * @param id unique among the rule's targets
     * @param arn the function
     * @param input the event, as JSON
     */
    public record Target(String id, String arn, String input) {}

    /** {@link AwsCall#DESCRIBE_RULE}. */
    public Optional<Rule> find(String rule) {
        try {
            JsonNode found = client.call("DescribeRule", Map.of("Name", rule));
            return Optional.of(new Rule(
                    found.path("ScheduleExpression").asText(),
                    found.path("State").asText().equals(ENABLED)));
        } catch (AwsServiceException e) {
            if (AwsErrors.code(e).equals(NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** {@link AwsCall#PUT_RULE}: makes it, or changes the one that there is, and enables it. */
    public void put(String rule, String description, String expression, Map<String, String> tags) {
        List<Map<String, String>> list = tags.entrySet().stream()
                .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                .toList();
        client.call(
                "PutRule",
                Map.of(
                        "Name", rule,
                        "Description", description,
                        "ScheduleExpression", expression,
                        "State", ENABLED,
                        "Tags", list));
    }

    /** {@link AwsCall#LIST_TARGETS}. A rule has five at most, which are one page. */
    public List<Target> targets(String rule) {
        List<Target> targets = new ArrayList<>();
        for (JsonNode target :
                client.call("ListTargetsByRule", Map.of("Rule", rule)).path("Targets")) {
            targets.add(new Target(
                    target.path("Id").asText(),
                    target.path("Arn").asText(),
                    target.path("Input").asText()));
        }
        return targets;
    }

    /** {@link AwsCall#PUT_TARGETS}. */
    public void putTarget(String rule, Target target) {
        Map<String, String> one = Map.of("Id", target.id(), "Arn", target.arn(), "Input", target.input());
        failure(client.call("PutTargets", Map.of("Rule", rule, "Targets", List.of(one))))
                .ifPresent(ScheduleRules::fail);
    }

    /** {@link AwsCall#REMOVE_TARGETS}; fine where there is none. */
    public void removeTarget(String rule, String id) {
        failure(client.call("RemoveTargets", Map.of("Rule", rule, "Ids", List.of(id))))
                .filter(failed -> !AwsErrors.code(failed).equals(NOT_FOUND))
                .ifPresent(ScheduleRules::fail);
    }

    /** {@link AwsCall#DELETE_RULE}, which must have no targets anymore; fine where there is none. */
    public void delete(String rule) {
        client.call("DeleteRule", Map.of("Name", rule));
    }

    /** Of several targets each can fail for itself, while the call succeeds. */
    private static Optional<AwsServiceException> failure(JsonNode answer) {
        JsonNode entry = answer.path("FailedEntries").path(0);
        if (entry.isMissingNode()) {
            return Optional.empty();
        }
        String message = entry.path("ErrorMessage").asText();
        return Optional.of(AwsServiceException.builder()
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(entry.path("ErrorCode").asText())
                        .errorMessage(message)
                        .build())
                .statusCode(200)
                .build());
    }

    private static void fail(AwsServiceException failure) {
        throw failure;
    }
}
