package io.jenkins.plugins.monai.engine.registry;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.jenkins.plugins.monai.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** What a registry can do wrong, and what it does in the way of credentials and redirects. */
class RegistryFaultsTest {

    private static final String MANIFEST_PATH = "/v2/maps/manifests/latest";
    private static final byte[] BLOB = "a blob of 24 bytes......".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor DESCRIPTOR = new Descriptor("", Digests.sha256(BLOB), BLOB.length);
    private static final String BLOB_PATH = "/v2/maps/blobs/" + DESCRIPTOR.digest();
    private static final String MANIFEST =
            """
            {"schemaVersion": 2, "mediaType": "%s", "layers": [],
             "config": {"mediaType": "%s", "digest": "%s", "size": 24}}
            """.formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, DESCRIPTOR.digest());

    @RegisterExtension
    static WireMockExtension registry = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @RegisterExtension
    static WireMockExtension storage = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final List<Duration> slept = new ArrayList<>();
    private final RenewedCredentials credentials = new RenewedCredentials();
    private final RegistryClient client = RegistryClient.builder()
            .credentials(credentials)
            .sleeper(slept::add)
            .random(() -> 0)
            .timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10))
            .build();

    /** Hands out token-0 until it is told to renew, then token-1, and so on. */
    private static final class RenewedCredentials implements RegistryCredentials {
        private int renewals;

        @Override
        public Optional<RegistryCredential> get(URI registry) {
            return Optional.of(new RegistryCredential("AWS", "token-" + renewals));
        }

        @Override
        public Optional<RegistryCredential> renew(URI registry) {
            renewals++;
            return get(registry);
        }
    }

    private static ImageReference image() {
        return ImageReference.of("http://127.0.0.1:" + registry.getPort(), "maps")
                .withTag("latest");
    }

    private static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString(("AWS:" + token).getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseDefinitionBuilder manifest() {
        return aResponse().withHeader("Content-Type", MediaTypes.OCI_MANIFEST).withBody(MANIFEST);
    }

    private static RegistryException fails(Kind kind, Executable call) {
        RegistryException e = assertThrows(RegistryException.class, call);
        assertEquals(kind, e.kind(), e.getMessage());
        assertFalse(e.getMessage().contains("token-"), e.getMessage());
        return e;
    }

    private static void asksForBasic() {
        registry.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"ecr\"")));
    }

    @Test
    void credentialsGoOutOnlyWhenAskedForAndAreRemembered() throws Exception {
        asksForBasic();
        registry.stubFor(get(MANIFEST_PATH)
                .withHeader("Authorization", equalTo(basic("token-0")))
                .willReturn(manifest()));
        client.manifest(image());
        client.manifest(image());
        registry.verify(1, getRequestedFor(urlEqualTo(MANIFEST_PATH)).withoutHeader("Authorization"));
        registry.verify(
                2, getRequestedFor(urlEqualTo(MANIFEST_PATH)).withHeader("Authorization", equalTo(basic("token-0"))));
        assertEquals(0, credentials.renewals);
    }

    @Test
    void anExpiredTokenIsRenewedOnce() throws Exception {
        asksForBasic();
        registry.stubFor(get(MANIFEST_PATH)
                .withHeader("Authorization", equalTo(basic("token-1")))
                .willReturn(manifest()));
        client.manifest(image());
        assertEquals(1, credentials.renewals);
        registry.verify(3, getRequestedFor(urlEqualTo(MANIFEST_PATH)));
    }

    @Test
    void anExpiredTokenOfEcrIsAnsweredWith403() throws Exception {
        asksForBasic();
        registry.stubFor(
                get(MANIFEST_PATH)
                        .withHeader("Authorization", equalTo(basic("token-0")))
                        .willReturn(
                                aResponse()
                                        .withStatus(403)
                                        .withBody(
                                                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"Your authorization token has expired. Reauthenticate and try again.\"}]}")));
        registry.stubFor(get(MANIFEST_PATH)
                .withHeader("Authorization", equalTo(basic("token-1")))
                .willReturn(manifest()));
        client.manifest(image());
        assertEquals(1, credentials.renewals);
    }

    @Test
    void whatIsRefusedAlsoAfterRenewalIsUnauthorized() {
        asksForBasic();
        fails(Kind.UNAUTHORIZED, () -> client.manifest(image()));
        assertEquals(1, credentials.renewals);
        assertEquals(List.of(), slept);
    }

    @Test
    void aDeniedRequestSaysWhichIamActionsAreMissing() {
        registry.stubFor(get(MANIFEST_PATH)
                .willReturn(aResponse()
                        .withStatus(403)
                        .withBody("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not authorized to perform\"}]}")));
        RegistryException e = fails(Kind.DENIED, () -> client.manifest(image()));
        assertTrue(e.getMessage().contains("DENIED not authorized to perform"), e.getMessage());
        assertTrue(e.explain(image()).remedy().contains("ecr:BatchGetImage"));
        assertEquals(0, credentials.renewals);
    }

    @Test
    void theCredentialsFollowARedirectWithinTheRegistry() throws Exception {
        asksForBasic();
        registry.stubFor(get(BLOB_PATH)
                .withHeader("Authorization", equalTo(basic("token-0")))
                .willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));
        registry.stubFor(get("/elsewhere")
                .withHeader("Authorization", equalTo(basic("token-0")))
                .willReturn(aResponse().withBody(BLOB)));
        assertArrayEquals(BLOB, client.blob(image(), DESCRIPTOR, InputStream::readAllBytes));
    }

    @Test
    void aCircleOfRedirectsEnds() {
        registry.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(302).withHeader("Location", MANIFEST_PATH)));
        RegistryException e = fails(Kind.INVALID, () -> client.manifest(image()));
        assertTrue(e.getMessage().contains("redirected too often"), e.getMessage());
    }

    @Test
    void aRedirectToAnotherSchemeIsRefused() {
        registry.stubFor(get(anyUrl())
                .willReturn(aResponse().withStatus(302).withHeader("Location", "file:///etc/passwd?secret")));
        RegistryException e = fails(Kind.INVALID, () -> client.manifest(image()));
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @Test
    void throttlingIsWaitedOutAsAsked() throws Exception {
        registry.stubFor(get(MANIFEST_PATH)
                .inScenario("throttled")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("good")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3")));
        registry.stubFor(get(MANIFEST_PATH)
                .inScenario("throttled")
                .whenScenarioStateIs("good")
                .willReturn(manifest()));
        client.manifest(image());
        assertEquals(List.of(Duration.ofSeconds(3)), slept);
    }

    @Test
    void throttlingForeverEndsAfterFourAttempts() {
        registry.stubFor(get(MANIFEST_PATH).willReturn(aResponse().withStatus(429)));
        fails(Kind.TOO_MANY_REQUESTS, () -> client.manifest(image()));
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(1000), Duration.ofMillis(2000)), slept);
        registry.verify(4, getRequestedFor(urlEqualTo(MANIFEST_PATH)));
    }

    @Test
    void aServerErrorIsTriedAgain() throws Exception {
        registry.stubFor(head(urlEqualTo(MANIFEST_PATH))
                .inScenario("broken")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("good")
                .willReturn(aResponse().withStatus(503)));
        registry.stubFor(head(urlEqualTo(MANIFEST_PATH))
                .inScenario("broken")
                .whenScenarioStateIs("good")
                .willReturn(aResponse().withHeader("Docker-Content-Digest", DESCRIPTOR.digest())));
        assertEquals(Optional.of(DESCRIPTOR.digest()), client.digest(image()));
        assertEquals(1, slept.size());
    }

    @Test
    void aRegistryThatIsNotThereIsUnavailable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ImageReference nowhere = ImageReference.of("http://127.0.0.1:" + port, "maps");
        RegistryException e = fails(Kind.UNAVAILABLE, () -> client.manifest(nowhere));
        assertTrue(e.explain(nowhere).remedy().contains("http://127.0.0.1:" + port));
        assertEquals(3, slept.size());
    }

    @Test
    void aBlobThatBreaksOffIsReadAgainFromItsStart() throws Exception {
        registry.stubFor(get(BLOB_PATH)
                .inScenario("broken")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("good")
                .willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
        registry.stubFor(get(BLOB_PATH)
                .inScenario("broken")
                .whenScenarioStateIs("good")
                .willReturn(aResponse().withBody(BLOB)));
        assertArrayEquals(BLOB, client.blob(image(), DESCRIPTOR, InputStream::readAllBytes));
        assertEquals(1, slept.size());
    }

    @Test
    void aTruncatedBlobIsNeverTakenForWhole() {
        registry.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody("a blob of")));
        RegistryException e =
                fails(Kind.UNAVAILABLE, () -> client.blob(image(), DESCRIPTOR, InputStream::readAllBytes));
        assertTrue(e.getMessage().contains("9 of 24 bytes"), e.getMessage());
        registry.verify(4, getRequestedFor(urlEqualTo(BLOB_PATH)));
    }

    @Test
    void aBlobWithAnotherDigestIsInvalidAlsoWhenOnlyItsStartIsRead() {
        registry.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody("b blob of 24 bytes......")));
        RegistryException e = fails(Kind.INVALID, () -> client.blob(image(), DESCRIPTOR, InputStream::read));
        assertTrue(e.getMessage().contains("another digest"), e.getMessage());
        registry.verify(1, getRequestedFor(urlEqualTo(BLOB_PATH)));
    }

    @Test
    void aBlobThatIsTooLargeIsInvalid() {
        registry.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody("a blob of 24 bytes......!")));
        fails(Kind.INVALID, () -> client.blob(image(), DESCRIPTOR, InputStream::readAllBytes));
    }

    @Test
    void wrongBytesExplainWhyTheyCouldNotBeRead() {
        registry.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody("b blob of 24 bytes......")));
        fails(
                Kind.INVALID,
                () -> client.blob(image(), DESCRIPTOR, stream -> {
                    throw new IOException("not in GZIP format");
                }));
    }

    @Test
    void theReadersOwnFailureIsNotTakenForTheRegistrys() {
        registry.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody(BLOB)));
        IOException own = new IOException("own");
        IOException e = assertThrows(
                IOException.class,
                () -> client.blob(image(), DESCRIPTOR, stream -> {
                    throw own;
                }));
        assertEquals(own, e);
        registry.verify(1, getRequestedFor(urlEqualTo(BLOB_PATH)));
    }

    @Test
    void aManifestOfAnotherDigestIsInvalid() {
        registry.stubFor(get("/v2/maps/manifests/" + DESCRIPTOR.digest()).willReturn(manifest()));
        fails(Kind.INVALID, () -> client.manifest(image().withDigest(DESCRIPTOR.digest())));
        registry.stubFor(
                get(MANIFEST_PATH).willReturn(manifest().withHeader("Docker-Content-Digest", DESCRIPTOR.digest())));
        fails(Kind.INVALID, () -> client.manifest(image()));
    }

    @Test
    void aHugeManifestIsNotRead() {
        String huge = "{\"x\": \"" + "x".repeat(RegistryClient.MAX_MANIFEST_BYTES) + "\"}";
        registry.stubFor(get(MANIFEST_PATH).willReturn(aResponse().withBody(huge)));
        RegistryException e = fails(Kind.INVALID, () -> client.manifest(image()));
        assertTrue(e.getMessage().contains("more than 4194304 bytes"), e.getMessage());
    }

    @Test
    void aManifestOfDockersFirstFormatIsNamed() {
        registry.stubFor(get(MANIFEST_PATH)
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws")
                        .withBody("{\"schemaVersion\": 1}")));
        RegistryException e = fails(Kind.INVALID, () -> client.manifest(image()));
        assertTrue(e.getMessage().contains("manifest.v1+prettyjws"), e.getMessage());
    }

    @Test
    void anInterruptEndsTheWaiting() {
        registry.stubFor(get(MANIFEST_PATH).willReturn(aResponse().withStatus(503)));
        RegistryClient interrupted = RegistryClient.builder()
                .sleeper(duration -> {
                    throw new InterruptedException();
                })
                .build();
        assertThrows(InterruptedException.class, () -> interrupted.manifest(image()));
        registry.verify(1, getRequestedFor(urlEqualTo(MANIFEST_PATH)));
    }

    @Test
    void anInterruptEndsATransfer() {
        registry.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody(BLOB)));
        assertThrows(
                InterruptedException.class,
                () -> client.blob(image(), DESCRIPTOR, stream -> {
                    Thread.currentThread().interrupt();
                    return stream.readAllBytes();
                }));
        assertFalse(Thread.interrupted(), "the exception carries the interrupt on");
    }
}
