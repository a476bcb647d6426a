package io.jenkins.plugins.monai.engine.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules.Rule;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules.Target;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** EventBridge and Service Quotas, over the HTTP client and the errors of all other services. */
class ScheduleRulesTest {

    private static final Target TARGET =
            new Target("sweep", "arn:aws:lambda:eu-west-1:111122223333:function:f", "{\"action\":\"sweep\"}");

    @RegisterExtension
    static final WireMockExtension AWS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    private SdkAwsClients aws = clients(Map.of(Endpoints.ALL, AWS.baseUrl()), null);

    private static SdkAwsClients clients(Map<String, String> endpoints, ProxyConfiguration proxy) {
        return new SdkAwsClients(
                "eu-west-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Endpoints.of(endpoints),
                proxy,
                List.of());
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        AWS.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static void answers(String body) {
        answers(aResponse().withBody(body));
    }

    private static void refuses(String code, String message) {
        answers(aResponse().withStatus(400).withBody("{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}"));
    }

    @Test
    void aRuleIsReadWithItsTargets() {
        answers("{\"Name\":\"r\",\"ScheduleExpression\":\"rate(5 minutes)\",\"State\":\"ENABLED\",\"New\":[1]}");
        assertEquals(
                Optional.of(new Rule("rate(5 minutes)", true)), aws.events().find("r"));
        answers("{\"Name\":\"r\",\"EventPattern\":\"{}\",\"State\":\"DISABLED\"}");
        assertEquals(Optional.of(new Rule("", false)), aws.events().find("r"));
        refuses("ResourceNotFoundException", "Rule r does not exist on EventBus default.");
        assertEquals(Optional.empty(), aws.events().find("r"));
        answers("{\"Targets\":[{\"Id\":\"sweep\",\"Arn\":\"" + TARGET.arn()
                + "\",\"Input\":\"{\\\"action\\\":\\\"sweep\\\"}\"},{\"Id\":\"other\",\"Arn\":\"arn\"}]}");
        assertEquals(
                List.of(TARGET, new Target("other", "arn", "")), aws.events().targets("r"));
        answers("{}");
        assertEquals(List.of(), aws.events().targets("r"));
    }

    @Test
    void aRuleIsMadeWithItsTags() {
        answers("{\"RuleArn\":\"arn\"}");
        aws.events().put("r", "why", "rate(5 minutes)", Map.of("a", "b"));
        AWS.verify(postRequestedFor(anyUrl()).withHeader("X-Amz-Target", equalTo("AWSEvents.PutRule")));
        String body = AWS.findAll(postRequestedFor(anyUrl())).get(0).getBodyAsString();
        for (String part : List.of(
                "\"Name\":\"r\"",
                "\"Description\":\"why\"",
                "\"ScheduleExpression\":\"rate(5 minutes)\"",
                "\"State\":\"ENABLED\"",
                "\"Tags\":[{")) {
            assertTrue(body.contains(part), body);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ConcurrentModificationException, true, true",
        "ManagedRuleException, true, true",
        "ResourceNotFoundException, true, false",
    })
    void aTargetThatFailsWithinACallThatSucceedsIsAFailure(String code, boolean ofPut, boolean ofRemoval)
            throws Exception {
        answers("{\"FailedEntryCount\":1,\"FailedEntries\":[{\"TargetId\":\"sweep\",\"ErrorCode\":\"" + code
                + "\",\"ErrorMessage\":\"Not now.\"}]}");
        fails(AwsCall.PUT_TARGETS, ofPut, code, () -> aws.events().putTarget("r", TARGET));
        fails(AwsCall.REMOVE_TARGETS, ofRemoval, code, () -> aws.events().removeTarget("r", "sweep"));
        answers("{\"FailedEntryCount\":0,\"FailedEntries\":[]}");
        aws.events().putTarget("r", TARGET);
        aws.events().removeTarget("r", "sweep");
    }

    private static void fails(AwsCall call, boolean expected, String code, Runnable request) throws Exception {
        if (!expected) {
            AwsErrors.run(call, request);
            return;
        }
        OperationException e = assertThrows(OperationException.class, () -> AwsErrors.run(call, request));
        assertTrue(e.getMessage().contains(call + " with " + code + ": Not now"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, may not call events:DeleteRule",
        "ExpiredTokenException, credentials have expired",
        "UnrecognizedClientException, does not accept the credentials",
        "ThrottlingException, AWS throttles events:DeleteRule",
        "ManagedRuleException, AWS refused events:DeleteRule with ManagedRuleException: No",
    })
    void errorsBecomeTheMessagesOfAllServices(String code, String message) {
        refuses(code, "No.");
        OperationException e = assertThrows(
                OperationException.class,
                () -> AwsErrors.run(AwsCall.DELETE_RULE, () -> aws.events().delete("r")));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void aServiceThatIsNotThereIsToldAsOne() {
        aws.close();
        aws = clients(Map.of("events", "http://nowhere.invalid"), null);
        OperationException e = assertThrows(
                OperationException.class,
                () -> AwsErrors.run(AwsCall.DELETE_RULE, () -> aws.events().delete("r")));
        assertTrue(e.getMessage().contains("no endpoint for events:DeleteRule"), e.getMessage());
    }

    @Test
    void callsGoThroughTheProxy() {
        aws.close();
        aws = clients(
                Map.of(Endpoints.ALL, "http://aws.invalid"),
                ProxyConfiguration.builder().endpoint(URI.create(AWS.baseUrl())).build());
        answers("{\"Quota\":{\"Value\":64.0}}");
        assertEquals(OptionalDouble.of(64), aws.serviceQuotas().value("ec2", "L-DB2E81BA"));
        assertEquals(
                "aws.invalid", AWS.findAll(postRequestedFor(anyUrl())).get(0).getHeader("Host"));
    }

    @Test
    void aQuotaWithoutANumberIsNotKnown() {
        for (String body : List.of("{}", "{\"Quota\":{}}", "{\"Quota\":{\"Value\":null}}", "[]")) {
            answers(body);
            assertEquals(OptionalDouble.empty(), aws.serviceQuotas().value("ec2", "L-DB2E81BA"), body);
        }
    }
}
