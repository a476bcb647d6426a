package io.jenkins.plugins.monai.engine.registry;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 9, number 12: a registry's credentials go to that registry, and to a token service only if it is the same. */
class CredentialsGoToTheirRegistryTest {

    private static final byte[] BLOB = "a blob of 24 bytes......".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor DESCRIPTOR = new Descriptor("", Digests.sha256(BLOB), BLOB.length);
    private static final String BLOB_PATH = "/v2/maps/blobs/" + DESCRIPTOR.digest();
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("AWS:sesame".getBytes(StandardCharsets.UTF_8));

    @RegisterExtension
    static WireMockExtension registry = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @RegisterExtension
    static WireMockExtension stranger = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final RegistryClient client = RegistryClient.builder()
            .credentials(RegistryCredentials.of("AWS", "sesame"))
            .sleeper(pause -> {})
            .timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10))
            .build();

    private static ImageReference image() {
        return ImageReference.of("http://127.0.0.1:" + registry.getPort(), "maps");
    }

    private void answersBlob(String authorization) {
        registry.stubFor(get(BLOB_PATH)
                .withHeader("Authorization", equalTo(authorization))
                .willReturn(aResponse().withBody(BLOB)));
    }

    private byte[] read() throws Exception {
        return client.blob(image(), DESCRIPTOR, InputStream::readAllBytes);
    }

    private static void challenges(String challenge) {
        registry.stubFor(
                get(BLOB_PATH).willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", challenge)));
    }

    private static ResponseDefinitionBuilder to(String address) {
        return aResponse().withStatus(307).withHeader("Location", address);
    }

    @Test
    void aTokenServiceOfTheRegistryItselfGetsThem() throws Exception {
        challenges("Bearer realm=\"http://127.0.0.1:" + registry.getPort() + "/token\",service=\"the registry\"");
        answersBlob("Bearer abc.def");
        registry.stubFor(get(urlPathEqualTo("/token"))
                .withQueryParam("service", equalTo("the registry"))
                .withQueryParam("scope", equalTo("repository:maps:pull"))
                .withHeader("Authorization", equalTo(BASIC))
                .willReturn(aResponse().withBody("{\"token\": \"abc.def\"}")));
        assertArrayEquals(BLOB, read());
        assertArrayEquals(BLOB, read());
        registry.verify(1, getRequestedFor(urlPathEqualTo("/token")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.0.0.1.nip.invalid@127.0.0.1"})
    void aTokenServiceElsewhereGetsNone(String host) {
        challenges("Bearer realm=\"http://" + host + ":" + stranger.getPort() + "/token\"");
        stranger.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{\"token\": \"abc.def\"}")));
        assertThrows(RegistryException.class, this::read);
        stranger.verify(0, getRequestedFor(anyUrl()).withHeader("Authorization", equalTo(BASIC)));
        assertEquals(host.contains("@"), stranger.getAllServeEvents().isEmpty());
    }

    @Test
    void aTokenServiceThatMovesAwayGetsNone() {
        challenges("Bearer realm=\"http://127.0.0.1:" + registry.getPort() + "/token\"");
        registry.stubFor(
                get(urlPathEqualTo("/token")).willReturn(to("http://127.0.0.1:" + stranger.getPort() + "/token")));
        stranger.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{\"token\": \"abc.def\"}")));
        assertThrows(RegistryException.class, this::read);
        stranger.verify(0, getRequestedFor(anyUrl()).withHeader("Authorization", equalTo(BASIC)));
    }

    @Test
    void storageElsewhereGetsNone() throws Exception {
        challenges("Basic realm=\"ecr\"");
        String address = "http://127.0.0.1:" + stranger.getPort() + "/bucket/x?X-Amz-Signature=a%2Fb";
        registry.stubFor(
                get(BLOB_PATH).withHeader("Authorization", equalTo(BASIC)).willReturn(to(address)));
        stranger.stubFor(get(urlEqualTo("/bucket/x?X-Amz-Signature=a%2Fb"))
                .withHeader("Authorization", absent())
                .willReturn(aResponse().withBody(BLOB)));
        assertArrayEquals(BLOB, read());
        stranger.verify(1, getRequestedFor(urlPathEqualTo("/bucket/x")).withoutHeader("Authorization"));
    }

    @Test
    void onceSentAwayTheyDoNotComeBackWithTheNextRedirect() {
        challenges("Basic realm=\"ecr\"");
        registry.stubFor(get(BLOB_PATH)
                .withHeader("Authorization", equalTo(BASIC))
                .willReturn(to("http://127.0.0.1:" + stranger.getPort() + "/there")));
        stranger.stubFor(get("/there").willReturn(to("http://127.0.0.1:" + registry.getPort() + "/v2/secret/blobs/x")));
        registry.stubFor(get("/v2/secret/blobs/x").willReturn(aResponse().withBody(BLOB)));
        assertThrows(
                RegistryException.class,
                () -> client.blob(image(), new Descriptor("", DESCRIPTOR.digest(), 1), InputStream::readAllBytes));
        registry.verify(1, getRequestedFor(urlEqualTo("/v2/secret/blobs/x")).withoutHeader("Authorization"));
    }

    @Test
    void aRegistryWithTlsHasNoTokenServiceWithoutIt() {
        ImageReference image = ImageReference.of("registry.example", "maps");
        assertFalse(RegistryHttp.sameOrigin(image.registryUri(), java.net.URI.create("http://registry.example/token")));
    }
}
