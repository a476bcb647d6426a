package io.jenkins.plugins.monai.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** Issue 9, number 12: a host that only looks like the account's registry gets no password. */
class EcrCredentialsTest {

    private static final String NAMED = "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com";

    private final List<String> hidden = new ArrayList<>();
    private int asked;

    private EcrCredentials credentials(String endpoint, Instant expires, String override) {
        String token = Base64.getEncoder().encodeToString("AWS:sesame".getBytes(StandardCharsets.UTF_8));
        GetAuthorizationTokenResponse answer = GetAuthorizationTokenResponse.builder()
                .authorizationData(AuthorizationData.builder()
                        .authorizationToken(token)
                        .proxyEndpoint(endpoint)
                        .expiresAt(expires)
                        .build())
                .build();
        ClassLoader loader = getClass().getClassLoader();
        EcrClient ecr = (EcrClient) Proxy.newProxyInstance(loader, new Class<?>[] {EcrClient.class}, (p, m, a) -> {
            asked++;
            return answer;
        });
        AwsClients aws = (AwsClients) Proxy.newProxyInstance(
                loader,
                new Class<?>[] {AwsClients.class},
                (p, m, a) -> m.getName().equals("region") ? "eu-west-1" : ecr);
        return new EcrCredentials(aws, Optional.ofNullable(override), hidden::add);
    }

    private boolean shown(String registry, String override) throws Exception {
        return credentials(NAMED, null, override).find(URI.create(registry)).isPresent();
    }

    @Test
    void theRegistryThatAwsNamedGetsThePassword() throws Exception {
        EcrCredentials credentials = credentials(NAMED, null, null);
        assertEquals("sesame", credentials.get(URI.create(NAMED)).orElseThrow().password());
        assertEquals("AWS", credentials.find(URI.create(NAMED)).orElseThrow().user());
        assertEquals(1, asked);
        assertEquals(List.of("QVdTOnNlc2FtZQ==", "sesame"), hidden, "hidden before it is used");
        credentials.renew(URI.create(NAMED));
        assertEquals(2, asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example",
                "https://111122223333.dkr.ecr.eu-west-1.evil.example",
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com.cn",
                "https://evil-111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "https://evil.111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com@evil.example",
                "https://evil@111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com:443",
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com:8443",
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com.",
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/x",
                "https://111122223333.DKR.ECR.eu-west-1.amazonaws.com",
                "HTTPS://111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "http://111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "https://444455556666.dkr.ecr.eu-west-1.amazonaws.com",
                "https://111122223333.dkr.ecr.eu-west-2.amazonaws.com",
                "https://111122223333.dkr.ecr-fips.eu-west-1.amazonaws.com",
                "https://111122223333.dkr-ecr.eu-west-1.on.aws",
                "https://public.ecr.aws",
                "https://localhost"
            })
    void aHostThatOnlyLooksLikeItGetsNothing(String registry) throws Exception {
        assertFalse(shown(registry, null), registry);
    }

    @Test
    void theOverrideGetsItAndNothingBesideIt() throws Exception {
        assertTrue(shown("http://127.0.0.1:5000", "http://127.0.0.1:5000"));
        assertTrue(shown("http://127.0.0.1:5000", "http://127.0.0.1:5000/"));
        assertTrue(shown("https://mirror.example", "mirror.example"));
        assertFalse(shown("http://mirror.example", "mirror.example"));
        assertFalse(shown("http://127.0.0.1:5001", "http://127.0.0.1:5000"));
        assertFalse(shown("https://127.0.0.1:5000", "http://127.0.0.1:5000"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "http://a.example", "https://a.example/x", "https://u@a.example", "https://A.example"})
    void anAddressThatIsNoHostWithTlsIsNobodys(String endpoint) throws Exception {
        EcrCredentials credentials = credentials(endpoint, null, null);
        for (String registry : new String[] {"http://a.example", "https://a.example", "https://null"}) {
            assertTrue(credentials.find(URI.create(registry)).isEmpty(), registry);
        }
    }

    @Test
    void aPasswordThatIsAboutToExpireIsNotUsedAgain() throws Exception {
        EcrCredentials credentials = credentials(NAMED, Instant.now().plusSeconds(60), null);
        credentials.find(URI.create(NAMED));
        credentials.find(URI.create(NAMED));
        assertEquals(2, asked);
    }

    /** AWS names the registry of whom it is asked for, in the region that is asked. */
    @SuppressWarnings("deprecation") // registryIds is what makes AWS name another registry
    private EcrCredentials obliging(String suffix) {
        ClassLoader loader = getClass().getClassLoader();
        AwsClients aws = (AwsClients) Proxy.newProxyInstance(loader, new Class<?>[] {AwsClients.class}, (p, m, a) -> {
            if (m.getName().equals("region")) {
                return "eu-west-1";
            }
            String region = a == null ? "eu-west-1" : (String) a[0];
            return Proxy.newProxyInstance(loader, new Class<?>[] {EcrClient.class}, (p2, m2, a2) -> {
                asked++;
                GetAuthorizationTokenRequest.Builder request = GetAuthorizationTokenRequest.builder();
                if (a2 != null) {
                    @SuppressWarnings("unchecked") // as the client declares it
                    Consumer<GetAuthorizationTokenRequest.Builder> filling =
                            (Consumer<GetAuthorizationTokenRequest.Builder>) a2[0];
                    filling.accept(request);
                }
                List<String> ids = request.build().registryIds();
                String account = ids.isEmpty() ? "111122223333" : ids.get(0);
                String token = Base64.getEncoder()
                        .encodeToString(("AWS:" + account + region).getBytes(StandardCharsets.UTF_8));
                return GetAuthorizationTokenResponse.builder()
                        .authorizationData(AuthorizationData.builder()
                                .authorizationToken(token)
                                .proxyEndpoint("https://" + account + ".dkr.ecr." + region + ".amazonaws.com" + suffix)
                                .build())
                        .build();
            });
        });
        return new EcrCredentials(aws, Optional.empty(), hidden::add);
    }

    @Test
    void anotherAccountsOrRegionsRegistryIsAskedForAndNamedByAws() throws Exception {
        EcrCredentials credentials = obliging("");
        for (String registry : List.of(
                "https://763104351884.dkr.ecr.eu-west-1.amazonaws.com",
                "https://763104351884.dkr.ecr.us-gov-west-1.amazonaws.com",
                "https://111122223333.dkr.ecr.us-east-1.amazonaws.com")) {
            String password =
                    credentials.find(URI.create(registry)).orElseThrow().password();
            assertEquals(registry.replaceAll("https://(\\d+)\\.dkr\\.ecr\\.([a-z0-9-]+)\\..*", "$1$2"), password);
            assertTrue(hidden.contains(password), "hidden before it is used");
        }
        int before = asked;
        credentials.find(URI.create("https://763104351884.dkr.ecr.eu-west-1.amazonaws.com"));
        assertEquals(before, asked, "asked once");
    }

    @Test
    void aRegistryThatAwsDoesNotNameWhenAskedGetsNothing() throws Exception {
        for (String registry : List.of(
                "https://763104351884.dkr.ecr.eu-west-1.amazonaws.com.evil.example",
                "https://763104351884.dkr.ecr.evil.example.amazonaws.com",
                "https://76310435188.dkr.ecr.eu-west-1.amazonaws.com",
                "https://763104351884.dkr.ecr.eu-west-1.amazonaws.com.cn",
                "https://763104351884.dkr.ecr.eu-west-1.amazonaws.com:443",
                "https://evil@763104351884.dkr.ecr.eu-west-1.amazonaws.com",
                "http://763104351884.dkr.ecr.eu-west-1.amazonaws.com")) {
            assertTrue(obliging("").find(URI.create(registry)).isEmpty(), registry);
        }
        assertTrue(obliging(".evil.example")
                .find(URI.create("https://763104351884.dkr.ecr.eu-west-1.amazonaws.com"))
                .isEmpty());
    }
}
