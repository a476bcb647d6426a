package io.jenkins.plugins.monai.engine.aws.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.Lazy;

/**
 * Calls a service of the AWS JSON 1.1 protocol by the names of its operations, with the SDK's signer, HTTP client and
 * retry strategy, and fails with the SDK's exceptions.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1 protocol</a>
 */
public final class JsonClient {

    private final JsonService service;
    private final SignedExchange exchange;
    private final Attempts attempts;
    private final List<ExecutionInterceptor> interceptors;

    /**
     * @param endpoint null for the service's own
     * @param credentials asked anew for each attempt
     * @param http stays open
     * @param timeout of a call with all its attempts
     * @param interceptors are told before a call, with its operation's name, and of its failure
     */
    public JsonClient(
            JsonService service,
            Region region,
            URI endpoint,
            AwsCredentialsProvider credentials,
            SdkHttpClient http,
            Duration timeout,
            List<ExecutionInterceptor> interceptors) {
        // A region or a profile that is of no use is trouble of a call, not of who has the client and may never call.
        Lazy<URI> found = new Lazy<>(() -> service.endpoint(region, endpoint));
        this.service = service;
        this.exchange = new SignedExchange(service, region, found::getValue, credentials, http);
        this.attempts = new Attempts(timeout);
        this.interceptors = List.copyOf(interceptors);
    }

    /**
     * @param operation its name in the service's API reference
     * @param parameters texts, numbers, lists and maps of these
     * @return the answer; an empty object where there is none
     * @throws SdkException as the SDK's own clients throw it
     */
    public JsonNode call(String operation, Map<String, Object> parameters) {
        JsonRequest request = new JsonRequest(operation, parameters);
        ExecutionAttributes attributes = new ExecutionAttributes()
                .putAttribute(SdkExecutionAttribute.SERVICE_NAME, service.id())
                .putAttribute(SdkExecutionAttribute.OPERATION_NAME, operation);
        try {
            interceptors.forEach(i -> i.beforeExecution(() -> request, attributes));
            return attempts.run(left -> exchange.send(request, left));
        } catch (SdkException e) {
            throw seen(request, e, attributes);
        }
    }

    private RuntimeException seen(JsonRequest request, SdkException failure, ExecutionAttributes attributes) {
        Throwable seen = failure;
        for (ExecutionInterceptor interceptor : interceptors) {
            seen = interceptor.modifyException(new Failed(request, seen), attributes);
        }
        return seen instanceof RuntimeException e ? e : failure;
    }

    private record Failed(SdkRequest request, Throwable exception) implements Context.FailedExecution {

        @Override
        public Optional<SdkHttpRequest> httpRequest() {
            return Optional.empty();
        }

        @Override
        public Optional<SdkHttpResponse> httpResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SdkResponse> response() {
            return Optional.empty();
        }
    }
}
