package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.Map;
import java.util.UUID;

/** Answers in the spelling of each protocol. */
final class AwsReply {

    /** Where AWS answers an error with another status than 400. */
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("AccessDenied", 403),
            Map.entry("AccessDeniedException", 403),
            Map.entry("AuthFailure", 401),
            Map.entry("DryRunOperation", 412),
            Map.entry("ExpiredToken", 403),
            Map.entry("ExpiredTokenException", 403),
            Map.entry("InsufficientInstanceCapacity", 500),
            Map.entry("InternalError", 500),
            Map.entry("InternalFailure", 500),
            Map.entry("InternalServerError", 500),
            Map.entry("RequestLimitExceeded", 503),
            Map.entry("ResourceConflictException", 409),
            Map.entry("ResourceNotFoundException", 404),
            Map.entry("ServiceException", 500),
            Map.entry("ServiceUnavailable", 503),
            Map.entry("SlowDown", 503),
            Map.entry("Throttling", 400),
            Map.entry("TooManyRequestsException", 429),
            Map.entry("UnauthorizedOperation", 403));

    private AwsReply() {}

    /** @param inner the elements inside the response */
    static ResponseDefinition ec2(String action, String inner) {
        return xml(
                200,
                "<" + action + "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>"
                        + UUID.randomUUID() + "</requestId>" + inner + "</" + action + "Response>");
    }

    static ResponseDefinition json(String body) {
        return json(200, body);
    }

    static ResponseDefinition error(AwsRequest request, String code, String message) {
        int status = STATUS.getOrDefault(code, 400);
        String error = "<Code>" + escape(code) + "</Code><Message>" + escape(message) + "</Message>";
        return switch (request.protocol()) {
            case EC2 ->
                xml(
                        status,
                        "<Response><Errors><Error>" + error + "</Error></Errors><RequestID>" + UUID.randomUUID()
                                + "</RequestID></Response>");
            case QUERY ->
                xml(
                        status,
                        "<ErrorResponse><Error><Type>Sender</Type>" + error + "</Error><RequestId>" + UUID.randomUUID()
                                + "</RequestId></ErrorResponse>");
            case JSON -> json(status, jsonError(code, message));
            case REST -> request.isOf("s3") ? s3(request, status, error) : rest(status, code, message);
        };
    }

    private static String jsonError(String code, String message) {
        return "{\"__type\":\"" + code + "\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}";
    }

    /** The answer to a HEAD has no body. */
    private static ResponseDefinition s3(AwsRequest request, int status, String error) {
        boolean head = request.raw().getMethod().getName().equals("HEAD");
        return xml(status, head ? "" : "<Error>" + error + "</Error>");
    }

    private static ResponseDefinition rest(int status, String code, String message) {
        return ResponseDefinitionBuilder.like(json(status, jsonError(code, message)))
                .but()
                .withHeader("x-amzn-ErrorType", code)
                .build();
    }

    private static ResponseDefinition xml(int status, String body) {
        return reply(status, "text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body);
    }

    private static ResponseDefinition json(int status, String body) {
        return reply(status, "application/x-amz-json-1.1", body);
    }

    static ResponseDefinition reply(int status, String contentType, String body) {
        return new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", contentType)
                .withBody(body)
                .build();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
