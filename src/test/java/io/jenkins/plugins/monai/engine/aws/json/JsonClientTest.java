package io.jenkins.plugins.monai.engine.aws.json;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

class JsonClientTest {

    private static final AwsCredentials KEY = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");
    private static final Duration LONG = Duration.ofMinutes(2);

    @RegisterExtension
    static final WireMockExtension AWS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    private final SdkHttpClient http = ApacheHttpClient.create();

    @AfterEach
    void close() {
        http.close();
    }

    private JsonClient client(AwsCredentialsProvider credentials, Duration timeout, ExecutionInterceptor... seen) {
        return new JsonClient(
                JsonService.EVENT_BRIDGE,
                Region.EU_WEST_1,
                URI.create(AWS.baseUrl() + "/a/path"),
                credentials,
                http,
                timeout,
                List.of(seen));
    }

    private JsonClient client() {
        return client(StaticCredentialsProvider.create(KEY), LONG);
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        AWS.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static List<LoggedRequest> requests() {
        return AWS.findAll(postRequestedFor(anyUrl()));
    }

    private SdkException failure(JsonClient client) {
        return assertThrows(SdkException.class, () -> client.call("DescribeRule", Map.of("Name", "sweep")));
    }

    @Test
    void aRequestIsWhatTheProtocolAsksForAndSigned() throws Exception {
        answers(aResponse().withBody("{\"Name\": \"süß\"}"));
        AwsSessionCredentials session = AwsSessionCredentials.create("ASIDEXAMPLE", "secret", "token");
        JsonClient client = client(StaticCredentialsProvider.create(session), LONG);
        Map<String, Object> parameters = Map.of("Rule", "sweep ü", "Ids", List.of("a", "b"));
        assertEquals(
                "süß", client.call("RemoveTargets", parameters).path("Name").asText());
        LoggedRequest request = requests().get(0);
        assertEquals("/a/path/", request.getUrl());
        assertEquals("application/x-amz-json-1.1", request.getHeader("Content-Type"));
        assertEquals("AWSEvents.RemoveTargets", request.getHeader("X-Amz-Target"));
        assertEquals("token", request.getHeader("X-Amz-Security-Token"));
        assertTrue(request.getBodyAsString().contains("\"Rule\":\"sweep ü\""), request.getBodyAsString());
        assertTrue(request.getBodyAsString().contains("\"Ids\":[\"a\",\"b\"]"), request.getBodyAsString());
        SignatureVersion4.check(request, "ASIDEXAMPLE", "secret", "eu-west-1", "events");
    }

    @ParameterizedTest
    @CsvSource({
        "EVENT_BRIDGE, eu-west-1, https://events.eu-west-1.amazonaws.com",
        "SERVICE_QUOTAS, eu-west-1, https://servicequotas.eu-west-1.amazonaws.com",
        "EVENT_BRIDGE, cn-north-1, https://events.cn-north-1.amazonaws.com.cn",
        "SERVICE_QUOTAS, cn-northwest-1, https://servicequotas.cn-northwest-1.amazonaws.com.cn",
        "EVENT_BRIDGE, us-gov-west-1, https://events.us-gov-west-1.amazonaws.com",
        "SERVICE_QUOTAS, us-gov-east-1, https://servicequotas.us-gov-east-1.amazonaws.com",
        "EVENT_BRIDGE, us-iso-east-1, https://events.us-iso-east-1.c2s.ic.gov",
        "SERVICE_QUOTAS, eu-isoe-west-1, https://servicequotas.eu-isoe-west-1.cloud.adc-e.uk",
        "EVENT_BRIDGE, eu-new-7, https://events.eu-new-7.amazonaws.com",
    })
    void aServiceIsFoundInEachPartition(JsonService service, String region, URI endpoint) {
        assertEquals(endpoint, service.endpoint(Region.of(region), null));
    }

    @Test
    void anEndpointCanComeFromTheSettingsOfTheSdk() {
        System.setProperty("aws.endpointUrlServiceQuotas", "http://127.0.0.1:9");
        try {
            assertEquals(URI.create("http://127.0.0.1:9"), JsonService.SERVICE_QUOTAS.endpoint(Region.EU_WEST_1, null));
            assertEquals(
                    URI.create("http://127.0.0.1:8"),
                    JsonService.SERVICE_QUOTAS.endpoint(Region.EU_WEST_1, URI.create("http://127.0.0.1:8")));
        } finally {
            System.clearProperty("aws.endpointUrlServiceQuotas");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                              | {\"__type\":\"FooException\",\"message\":\"No.\"}    | FooException | No.",
                "-                              | {\"__type\":\"a.b#FooException\",\"Message\":\"No.\"} | FooException | No.",
                "-                              | {\"code\":\"FooException\",\"errorMessage\":\"No.\"}  | FooException | No.",
                "FooException:http://x.amazon/y | {\"__type\":\"Bar\",\"message\":\"No.\"}             | FooException | No.",
                "a#FooException:http://x#y      | {}                                                   | FooException | HTTP status 400 Bad Request",
                "-                              | {\"__type\":7,\"message\":{\"a\":1}}                 | -            | HTTP status 400 Bad Request",
                "-                              | <html>Blocked by the proxy</html>                    | -            | HTTP status 400 Bad Request",
                "-                              | []                                                   | -            | HTTP status 400 Bad Request",
                "-                              | -                                                    | -            | HTTP status 400 Bad Request",
            })
    void anErrorIsToldAsTheSdkTellsIt(String header, String body, String code, String message) {
        ResponseDefinitionBuilder answer = aResponse()
                .withStatus(400)
                .withHeader("x-amzn-RequestId", "id-1")
                .withBody(body);
        answers(header == null ? answer : answer.withHeader("x-amzn-ErrorType", header));
        AwsServiceException e = assertInstanceOf(AwsServiceException.class, failure(client()));
        assertEquals(code, e.awsErrorDetails().errorCode());
        assertEquals(message, e.awsErrorDetails().errorMessage());
        assertEquals(400, e.statusCode());
        assertEquals("id-1", e.requestId());
        assertEquals("EventBridge", e.awsErrorDetails().serviceName());
        assertEquals(1, requests().size());
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalFailure",
        "502, ",
        "503, ServiceUnavailable",
        "504, ",
        "400, ThrottlingException",
        "400, RequestLimitExceeded",
        "429, TooManyRequestsException",
    })
    void whatMayPassIsTriedThreeTimes(int status, String code) {
        answers(aResponse().withStatus(status).withHeader("x-amzn-ErrorType", code == null ? "" : code));
        assertEquals(
                status,
                assertInstanceOf(AwsServiceException.class, failure(client())).statusCode());
        assertEquals(3, requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "ValidationException", "ExpiredTokenException"})
    void whatStaysIsTriedOnce(String code) {
        answers(aResponse().withStatus(400).withHeader("x-amzn-ErrorType", code));
        failure(client());
        assertEquals(1, requests().size());
    }

    @Test
    void aConnectionThatBreaksIsTriedAgainAndIsNoAnswerOfAws() {
        answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertInstanceOf(SdkClientException.class, failure(client()));
        assertEquals(3, requests().size());
    }

    @Test
    void aPauseThatWouldOutlastTheCallIsNotMade() {
        answers(aResponse().withStatus(503).withHeader("Retry-After", "86400"));
        assertEquals(
                503,
                assertInstanceOf(AwsServiceException.class, failure(client())).statusCode());
        assertEquals(1, requests().size());
    }

    @Test
    void anAnswerThatDripsEndsWithTheCall() {
        answers(aResponse().withBody("{\"Name\": \"sweep\"}").withChunkedDribbleDelay(10, 20_000));
        AwsCredentialsProvider credentials = StaticCredentialsProvider.create(KEY);
        assertInstanceOf(ApiCallTimeoutException.class, failure(client(credentials, Duration.ofMillis(500))));
        assertEquals(1, requests().size());
    }

    @Test
    void aClockThatIsOffIsCorrectedByThatOfAws() {
        Instant there = Instant.now().plus(Duration.ofHours(3));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atOffset(ZoneOffset.UTC));
        answers(aResponse()
                .withStatus(400)
                .withHeader("x-amzn-ErrorType", "InvalidSignatureException")
                .withHeader("Date", date));
        failure(client());
        List<String> hours = requests().stream()
                .map(r -> r.getHeader("X-Amz-Date").substring(0, 11))
                .distinct()
                .toList();
        assertEquals(2, hours.size(), hours.toString());
        assertEquals(3, requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "<html>", "{\"Name\": \u0001}"})
    void anAnswerThatIsNoJsonIsNoneOfTheService(String body) {
        answers(aResponse().withBody(body));
        SdkException e = failure(client());
        assertInstanceOf(SdkClientException.class, e);
        assertTrue(e.getMessage().contains("no JSON"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void anAnswerWithoutEndIsNotKept(int status) {
        answers(aResponse().withStatus(status).withBody(" ".repeat((1 << 20) + 1)));
        assertTrue(failure(client()).getMessage().contains("more than 1048576 bytes"));
    }

    @Test
    void anEmptyAnswerIsAnEmptyObject() {
        answers(aResponse());
        assertEquals(0, client().call("DeleteRule", Map.of("Name", "sweep")).size());
    }

    @Test
    void whereThereAreNoCredentialsNothingIsSent() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
        assertTrue(failure(client(none, LONG)).getMessage().startsWith("Unable to load credentials"));
        assertEquals(0, requests().size());
    }

    @Test
    void whoListensHearsOfTheCallAndOfItsFailure() {
        List<String> heard = new ArrayList<>();
        ExecutionInterceptor listener = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                heard.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME) + " "
                        + context.request()
                                .getValueForField("Name", String.class)
                                .orElse(""));
            }

            @Override
            public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
                heard.add(context.exception().getMessage());
                return SdkClientException.create("another", context.exception());
            }
        };
        answers(aResponse().withStatus(400).withBody("{\"message\": \"No.\"}"));
        SdkException e = failure(client(StaticCredentialsProvider.create(KEY), LONG, listener));
        assertEquals("another", e.getMessage());
        assertEquals("DescribeRule sweep", heard.get(0));
        assertTrue(heard.get(1).startsWith("No."), heard.toString());
    }
}
