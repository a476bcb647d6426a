package io.jenkins.plugins.monai.engine.aws.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/** One attempt: a request is signed with AWS Signature Version 4 and sent, and its answer read whole. */
final class SignedExchange {

    /** Bytes of an answer; those of the operations in use have some hundreds. */
    private static final int LIMIT = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonService service;
    private final Region region;
    private final Supplier<URI> endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private volatile Duration ahead = Duration.ZERO;

    SignedExchange(
            JsonService service,
            Region region,
            Supplier<URI> endpoint,
            AwsCredentialsProvider credentials,
            SdkHttpClient http) {
        this.service = service;
        this.region = region;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.http = http;
    }

    /**
     * @param left for the whole attempt
     * @throws AwsServiceException the service refuses; its clock is held to when it refuses the time of the signature
     * @throws ApiCallTimeoutException the time is over
     * @throws SdkClientException there are no credentials, the service is not reached, or the answer is none of it
     */
    JsonNode send(JsonRequest request, Duration left) {
        SignedRequest signed = sign(request);
        ExecutableHttpRequest prepared = http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(null))
                .build());
        // Sockets have a deadline for each read only: an answer that drips would never end. What is cut off may look
        // like
        // a broken connection or like no JSON, before the abort itself has returned.
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> overdue = CompletableFuture.runAsync(
                () -> {
                    over.set(true);
                    prepared.abort();
                },
                CompletableFuture.delayedExecutor(left.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return answer(prepared.call());
        } catch (IOException e) {
            throw over.get()
                    ? ApiCallTimeoutException.create(left.toMillis())
                    : SdkClientException.create("Unable to execute HTTP request: " + e.getMessage(), e);
        } catch (SdkClientException e) {
            throw over.get() ? ApiCallTimeoutException.create(left.toMillis()) : e;
        } finally {
            overdue.cancel(false);
        }
    }

    private SignedRequest sign(JsonRequest request) {
        byte[] body = bytes(request);
        URI endpoint = this.endpoint.get();
        String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath(path.endsWith("/") ? path : path + "/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", service.target(request.operation()))
                .build();
        return signer.sign(s -> s.request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .identity(credentials.resolveCredentials())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), ahead)));
    }

    private static byte[] bytes(JsonRequest request) {
        try {
            return JSON.writeValueAsBytes(request.parameters());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("parameters of " + request.operation() + " are no JSON", e);
        }
    }

    private JsonNode answer(HttpExecuteResponse response) throws IOException {
        byte[] body = body(response);
        if (!response.httpResponse().isSuccessful()) {
            AwsServiceException refused =
                    JsonErrors.of(service, response.httpResponse(), new String(body, StandardCharsets.UTF_8));
            if (refused.isClockSkewException()) {
                ahead = JsonErrors.ahead(response.httpResponse()).orElse(ahead);
            }
            throw refused;
        }
        if (body.length > 0 && body[0] == '<') {
            throw RetryableException.create("The answer is no JSON but a web page");
        }
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw SdkClientException.create("The answer is no JSON: " + e.getOriginalMessage());
        }
    }

    private static byte[] body(HttpExecuteResponse response) throws IOException {
        AbortableInputStream stream = response.responseBody().orElse(null);
        if (stream == null) {
            return new byte[0];
        }
        try (InputStream in = stream) {
            byte[] body = in.readNBytes(LIMIT + 1);
            if (body.length > LIMIT) {
                stream.abort();
                throw SdkClientException.create("The answer has more than " + LIMIT + " bytes");
            }
            return body;
        }
    }
}
