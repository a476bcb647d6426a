package io.jenkins.plugins.monai.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the challenges of registries, Basic and Bearer (<a
 * href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a>), and remembers the
 * answers. Credentials never go to a registry that did not ask for them, and to a token service only where it is the
 * registry itself: the same scheme, host and port. Any other is asked for an anonymous token.
 */
final class Authorizations {

    /** Fetches a token: one GET without redirects to other hosts. */
    interface TokenSource {
        Reply get(URI uri, String authorization) throws IOException, InterruptedException;
    }

    private static final int MAX_TOKEN_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryCredentials credentials;
    private final TokenSource tokens;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(Challenge challenge, String header) {}

    Authorizations(RegistryCredentials credentials, TokenSource tokens) {
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /** The header that the registry took the last time, or null. */
    String known(RegistryRequest request) {
        Answer answer = answers.get(key(request));
        return answer == null ? null : answer.header();
    }

    /**
     * A header that answers a refusal.
     *
     * @param refused the header that was refused, or null when there was none: then the credentials are taken as they
     *     are, otherwise renewed
     * @return empty when nothing better is to be had
     */
    Optional<String> answer(RegistryRequest request, Reply refusal, String refused)
            throws IOException, InterruptedException {
        Optional<Challenge> challenge = Challenge.select(refusal.headers("WWW-Authenticate"))
                .or(() -> Optional.ofNullable(answers.get(key(request))).map(Answer::challenge));
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        Optional<RegistryCredential> credential = refused == null
                ? credentials.get(request.image().registryUri())
                : credentials.renew(request.image().registryUri());
        Optional<String> header = challenge.get().isBasic()
                ? credential.map(RegistryCredential::basic)
                : Optional.of(bearer(request, challenge.get(), credential));
        header.ifPresent(value -> answers.put(key(request), new Answer(challenge.get(), value)));
        return header.filter(value -> !value.equals(refused));
    }

    private String bearer(RegistryRequest request, Challenge challenge, Optional<RegistryCredential> credential)
            throws IOException, InterruptedException {
        URI uri = tokenUri(request, challenge);
        boolean own = RegistryHttp.sameOrigin(request.image().registryUri(), uri);
        String basic = own ? credential.map(RegistryCredential::basic).orElse(null) : null;
        try (Reply reply = tokens.get(uri, basic)) {
            if (!reply.isSuccess()) {
                throw reply.error("The token service of " + request.image().host());
            }
            return "Bearer " + token(reply.body());
        }
    }

    private static URI tokenUri(RegistryRequest request, Challenge challenge) throws RegistryException {
        String realm = challenge.parameters().get("realm");
        String scope = challenge.parameters().getOrDefault("scope", request.scope());
        StringBuilder text = new StringBuilder(realm);
        text.append(realm.indexOf('?') < 0 ? '?' : '&').append("scope=").append(encoded(scope));
        if (challenge.parameters().containsKey("service")) {
            text.append("&service=").append(encoded(challenge.parameters().get("service")));
        }
        URI uri = Reply.uri(text.toString(), "token service");
        if (!"https".equals(uri.getScheme()) && !request.image().plainHttp()) {
            throw RegistryException.invalid(
                    "The registry " + request.image().host() + " sends the credentials to a token service without TLS",
                    null);
        }
        return uri;
    }

    private static String token(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_TOKEN_BYTES);
        try {
            JsonNode root = JSON.readTree(bytes);
            for (String name : new String[] {"token", "access_token"}) {
                String token = root.path(name).asText("");
                if (token.matches("[\\x21-\\x7e]+")) {
                    return token;
                }
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // Its message quotes the token: not kept as a cause.
        }
        throw RegistryException.invalid("The registry's token service answered without a token", null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String key(RegistryRequest request) {
        return request.image().registryUri() + " " + request.scope();
    }
}
