package io.jenkins.plugins.monai.engine.aws;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.RegistryCredential;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * ECR's password, for exactly the registry that AWS named with it: {@code proxyEndpoint} of <a
 * href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html">GetAuthorizationToken</a>.
 * The address is compared character by character, so that one that only looks like it gets nothing: another account or
 * region, a longer name, a port, a user, upper case, a dot at the end, no TLS. An endpoint override {@code registry}
 * stands in for ECR and gets the password as well.
 */
public final class EcrCredentials implements RegistryCredentials {

    private static final Pattern HTTPS_HOST = Pattern.compile("https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?");

    private static final Duration MARGIN = Duration.ofHours(2);

    private final AwsClients aws;
    private final Optional<String> override;
    private final Consumer<String> secrets;
    private Password known;

    private record Password(RegistryCredential credential, String registry, Instant expires) {

        /** Before it really does: a push may take long. */
        boolean expiresSoon() {
            return expires != null && Instant.now().plus(MARGIN).isAfter(expires);
        }
    }

    /**
     * @param override the registry that stands in for ECR's, with its scheme when that is not https
     * @param secrets is told of each password before it is used, so that it is hidden
     */
    public EcrCredentials(AwsClients aws, Optional<String> override, Consumer<String> secrets) {
        this.aws = aws;
        this.secrets = secrets;
        this.override = override.map(EcrCredentials::withScheme);
    }

    private static String withScheme(String registry) {
        String address = registry.replaceFirst("/$", "");
        return address.matches("https?://.*") ? address : "https://" + address;
    }

    @Override
    public synchronized Optional<RegistryCredential> get(URI registry) throws IOException, InterruptedException {
        return of(registry, false);
    }

    @Override
    public synchronized Optional<RegistryCredential> renew(URI registry) throws IOException, InterruptedException {
        return of(registry, true);
    }

    private Optional<RegistryCredential> of(URI registry, boolean anew) throws IOException, InterruptedException {
        try {
            return find(registry, anew);
        } catch (OperationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The password that a registry may be shown.
     *
     * @param registry {@code https://HOST}, or as the override has it
     * @return empty for a registry that AWS has not named
     * @throws OperationException AWS gave none
     */
    public synchronized Optional<RegistryCredential> find(URI registry)
            throws OperationException, InterruptedException {
        return find(registry, false);
    }

    private Optional<RegistryCredential> find(URI registry, boolean anew)
            throws OperationException, InterruptedException {
        if (known == null || anew || known.expiresSoon()) {
            known = ask();
        }
        String asking = registry.toString();
        boolean named = asking.equals(known.registry()) || asking.equals(override.orElse(null));
        return named ? Optional.of(known.credential()) : Optional.empty();
    }

    private Password ask() throws OperationException, InterruptedException {
        AuthorizationData data = AwsErrors.call(
                AwsCall.GET_AUTHORIZATION_TOKEN,
                () -> aws.ecr().getAuthorizationToken().authorizationData().get(0));
        String userAndPassword =
                new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
        int colon = userAndPassword.indexOf(':');
        secrets.accept(data.authorizationToken());
        secrets.accept(userAndPassword.substring(colon + 1));
        return new Password(
                new RegistryCredential(userAndPassword.substring(0, colon), userAndPassword.substring(colon + 1)),
                registryOf(data),
                data.expiresAt());
    }

    /** Null where AWS named none that could be compared: then the override alone gets the password. */
    private static String registryOf(AuthorizationData data) {
        String endpoint = String.valueOf(data.proxyEndpoint());
        return HTTPS_HOST.matcher(endpoint).matches() ? endpoint : null;
    }
}
