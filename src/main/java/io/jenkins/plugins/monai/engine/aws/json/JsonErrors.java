package io.jenkins.plugins.monai.engine.aws.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Errors of the AWS JSON 1.1 protocol as the SDK's exceptions.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization">Operation
 *     error serialization</a>
 */
final class JsonErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonErrors() {}

    /** @param body what came with a status that is no success; may be no JSON at all, from a proxy on the way */
    static AwsServiceException of(JsonService service, SdkHttpResponse response, String body) {
        JsonNode error = parsed(body);
        String message = first(error, "message", "Message", "errorMessage")
                .orElse("HTTP status " + response.statusCode()
                        + response.statusText().map(text -> " " + text).orElse(""));
        AwsErrorDetails details = AwsErrorDetails.builder()
                .serviceName(service.id())
                .errorCode(code(response, error).orElse(null))
                .errorMessage(message)
                .sdkHttpResponse(response)
                .build();
        return AwsServiceException.builder()
                .message(message)
                .awsErrorDetails(details)
                .statusCode(response.statusCode())
                .requestId(response.firstMatchingHeader("x-amzn-RequestId").orElse(null))
                .clockSkew(ahead(response).orElse(null))
                .build();
    }

    /** How far AWS's clock is ahead of this machine's. */
    static Optional<Duration> ahead(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .map(date -> Duration.between(Instant.now(), date));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** {@code aws.protocoltests#FooError:http://...} is a {@code FooError}. */
    private static Optional<String> code(SdkHttpResponse response, JsonNode error) {
        return response.firstMatchingHeader("x-amzn-ErrorType")
                .or(() -> first(error, "__type", "code"))
                .map(type ->
                        type.replaceFirst(":.*", "").replaceFirst("^.*#", "").trim())
                .filter(type -> !type.isEmpty());
    }

    private static Optional<String> first(JsonNode error, String... names) {
        for (String name : names) {
            if (error.path(name).isTextual()) {
                return Optional.of(error.path(name).asText());
            }
        }
        return Optional.empty();
    }
}
