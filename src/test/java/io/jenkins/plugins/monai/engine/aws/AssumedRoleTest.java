package io.jenkins.plugins.monai.engine.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class AssumedRoleTest {

    private static final String ROLE = "arn:aws:iam::111122223333:role/jenkins";

    @RegisterExtension
    static final WireMockExtension STS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    private static AwsClients clients(AwsCredentialsProvider credentials) {
        return new SdkAwsClients("eu-west-1", credentials, Endpoints.of(Map.of("aws", STS.baseUrl())), null, List.of());
    }

    private static AssumedRole role(String externalId) {
        AwsClients base = clients(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIABASE", "secret")));
        return new AssumedRole(base, ROLE, externalId, "radiology/spleen-12");
    }

    private static void sessionsEndAfter(Duration duration) {
        STS.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withBody("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<AssumeRoleResult><Credentials><AccessKeyId>ASIASESSION</AccessKeyId>"
                                + "<SecretAccessKey>session-secret</SecretAccessKey>"
                                + "<SessionToken>session-token</SessionToken><Expiration>"
                                + Instant.now().plus(duration)
                                + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")));
    }

    private static List<LoggedRequest> requests() {
        return STS.findAll(postRequestedFor(anyUrl()));
    }

    @Test
    void theRoleIsAssumedWithTheBaseCredentialsAndItsExternalId() {
        sessionsEndAfter(Duration.ofHours(1));
        try (AssumedRole role = role("hospital-42")) {
            AwsCredentials session = role.resolveCredentials();
            assertEquals("ASIASESSION", session.accessKeyId());
            assertEquals("session-token", ((AwsSessionCredentials) session).sessionToken());
        }
        LoggedRequest request = requests().get(0);
        String body = URLDecoder.decode(request.getBodyAsString(), StandardCharsets.UTF_8);
        for (String part : List.of(
                "Action=AssumeRole",
                "RoleArn=" + ROLE,
                "ExternalId=hospital-42",
                "RoleSessionName=radiology-spleen-12")) {
            assertTrue(body.contains(part), body);
        }
        assertTrue(request.getHeader("Authorization").contains("Credential=AKIABASE/"));
    }

    @Test
    void aSessionIsKeptWhileItLasts() {
        sessionsEndAfter(Duration.ofHours(1));
        try (AssumedRole role = role(null)) {
            role.resolveCredentials();
            role.resolveCredentials();
        }
        assertEquals(1, requests().size());
    }

    @Test
    void aSessionIsRenewedBeforeItEnds() {
        sessionsEndAfter(Duration.ofSeconds(45));
        try (AssumedRole role = role(null)) {
            role.resolveCredentials();
            role.resolveCredentials();
        }
        assertEquals(2, requests().size());
    }

    @Test
    void aRoleThatMayNotBeAssumedIsToldApartFromTheCallThatNeededIt() {
        STS.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(403)
                        .withBody("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                                + "<Type>Sender</Type><Code>AccessDenied</Code><Message>User: u is not authorized"
                                + " to perform: sts:AssumeRole</Message></Error></ErrorResponse>")));
        try (AwsClients clients = clients(role("wrong"))) {
            for (AwsCall call : List.of(AwsCall.DESCRIBE_INSTANCES, AwsCall.GET_CALLER_IDENTITY)) {
                OperationException refused = assertThrows(
                        OperationException.class,
                        () -> AwsErrors.call(call, () -> clients.ec2().describeInstances()));
                assertTrue(refused.getMessage().startsWith("The AWS credentials may not assume the role"));
                assertTrue(refused.getMessage().contains("trust policy"), refused.getMessage());
            }
        }
    }

    @Test
    void clientsCloseWhatTheyWereGiven() {
        Set<String> closed = new TreeSet<>();
        class Closeable implements AwsCredentialsProvider, SdkAutoCloseable {
            @Override
            public AwsCredentials resolveCredentials() {
                throw new AssertionError("not to be used");
            }

            @Override
            public void close() {
                closed.add("credentials");
            }
        }
        clients(new ObservedCredentials(
                        new AssumedRole(clients(new Closeable()), ROLE, null, "purpose"), credentials -> {}))
                .close();
        assertEquals(Set.of("credentials"), closed);
    }

    @Test
    void whoeverObservesCredentialsSeesTheRenewedOnesToo() {
        List<String> seen = new ArrayList<>();
        AwsCredentialsProvider renewed = () -> AwsBasicCredentials.create("key-" + seen.size(), "secret");
        ObservedCredentials observed = new ObservedCredentials(renewed, c -> seen.add(c.accessKeyId()));
        observed.resolveCredentials();
        observed.resolveCredentials();
        assertEquals(List.of("key-0", "key-1"), seen);
    }

    @ParameterizedTest
    @CsvSource({
        "radiology/spleen-12, radiology-spleen-12",
        "a b//ü/c-1, a-b-c-1",
        "x, jenkins",
        "a/very/long/name/of/a/folder/and/of/its/folders/and/of/the/multibranch/job/main-1234,"
                + " ame-of-a-folder-and-of-its-folders-and-of-the-multibranch-job-main-1234",
    })
    void theNameOfASessionTellsTheBuild(String purpose, String name) {
        String expected = name.substring(Math.max(0, name.length() - 64));
        assertEquals(expected, AssumedRole.sessionName(purpose));
        assertTrue(AssumedRole.sessionName(purpose).matches("[\\w+=,.@-]{2,64}"));
    }
}
