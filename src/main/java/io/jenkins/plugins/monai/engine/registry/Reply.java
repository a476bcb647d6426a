package io.jenkins.plugins.monai.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** An answer whose body has not been read yet, except for the text of an error. */
final class Reply implements AutoCloseable {

    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<?> response;
    private final BodyStream body;
    private String errorText;

    Reply(HttpResponse<?> response, BodyStream body) {
        this.response = response;
        this.body = body;
    }

    boolean isSuccess() {
        return response.statusCode() / 100 == 2;
    }

    int status() {
        return response.statusCode();
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    BodyStream body() {
        return body;
    }

    @Override
    public void close() {
        body.close();
    }

    /**
     * Whether other credentials may help. ECR answers 403, not 401, once its token has expired: "Your authorization token
     * has expired. Reauthenticate and try again."
     */
    boolean asksForCredentials() {
        return status() == 401 || (status() == 403 && errorText().contains("token has expired"));
    }

    /** The registry's own words, from its error document or from its plain text; empty when it sent none. */
    String errorText() {
        if (errorText == null) {
            errorText = readErrorText();
        }
        return errorText;
    }

    private String readErrorText() {
        byte[] bytes;
        try {
            bytes = body.readNBytes(MAX_ERROR_BYTES);
        } catch (IOException e) {
            return "";
        }
        try {
            JsonNode error = JSON.readTree(bytes).path("errors").path(0);
            return ForeignText.value(
                    (error.path("code").asText("") + " " + error.path("message").asText("")).strip());
        } catch (IOException e) {
            return "";
        }
    }

    /** @param what was asked, a noun with its article: the subject of the message */
    RegistryException error(String what) {
        String words = errorText().isEmpty() ? "" : " (" + errorText() + ")";
        return new RegistryException(kind(), what + " was answered with HTTP " + status() + words, null);
    }

    private Kind kind() {
        return switch (status()) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.TOO_MANY_REQUESTS;
            default -> status() >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
        };
    }

    /** {@code Retry-After}, in seconds or as a date (RFC 9110, section 10.2.3). */
    Optional<Duration> retryAfter() {
        return header("Retry-After").flatMap(Reply::duration);
    }

    private static Optional<Duration> duration(String text) {
        if (text.matches("[0-9]{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration until = Duration.between(Instant.now(), at);
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** An address that a registry sent. It may be signed, so it is in no message. */
    static URI uri(String text, String what) throws RegistryException {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Its message quotes the address.
        }
        throw RegistryException.invalid("The registry named an address of its " + what + " that is no URL", null);
    }
}
