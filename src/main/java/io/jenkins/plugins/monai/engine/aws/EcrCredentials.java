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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/**
 * ECR's password, for exactly the registry that AWS named with it: {@code proxyEndpoint} of <a
 * href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html">GetAuthorizationToken</a>.
 * The address is compared character by character, so that one that only looks like it gets nothing: another account or
 * region, a longer name, a port, a user, upper case, a dot at the end, no TLS. An endpoint override {@code registry}
 * stands in for ECR and gets the password as well.
 */
public final class EcrCredentials implements RegistryCredentials {

    private static final Pattern HTTPS_HOST = Pattern.compile("https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?");

    /**
     * A private registry of ECR: account, region, and the suffix of one of AWS's partitions. Only so as to know whom to
     * ask: who gets a password is decided by what AWS names.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html">Amazon ECR private
     *     registry</a>
     */
    private static final Pattern PRIVATE = Pattern.compile(
            "https://(\\d{12})\\.dkr\\.ecr\\.([a-z]{2,8}(?:-[a-z]+)+-\\d+)\\.amazonaws\\.com(?:\\.cn)?");

    private static final Duration MARGIN = Duration.ofHours(2);

    private final AwsClients aws;
    private final Optional<String> override;
    private final Consumer<String> secrets;
    private Password known;
    private final Map<String, Password> others = new HashMap<>();

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
            known = ask(() -> aws.ecr().getAuthorizationToken());
        }
        String asking = registry.toString();
        boolean named = asking.equals(known.registry()) || asking.equals(override.orElse(null));
        return named ? Optional.of(known.credential()) : ofAnother(asking, anew);
    }

    /**
     * The password of another account's or region's registry, such as that of the AWS Deep Learning Containers: AWS is
     * asked for that very one, in its region, and names it. With an override nothing but the override is ECR.
     */
    private Optional<RegistryCredential> ofAnother(String asking, boolean anew)
            throws OperationException, InterruptedException {
        Matcher other = PRIVATE.matcher(asking);
        if (override.isPresent() || !other.matches()) {
            return Optional.empty();
        }
        Password password = others.get(asking);
        if (password == null || anew || password.expiresSoon()) {
            boolean here = other.group(2).equals(aws.region());
            EcrClient ecr = here ? aws.ecr() : aws.ecr(other.group(2));
            password = ask(() -> tokenNaming(other.group(1), ecr));
            others.put(asking, password);
        }
        return asking.equals(password.registry()) ? Optional.of(password.credential()) : Optional.empty();
    }

    /** Deprecated as any password serves any registry that the caller may use; but only so AWS names the registry. */
    @SuppressWarnings("deprecation")
    private static GetAuthorizationTokenResponse tokenNaming(String account, EcrClient ecr) {
        return ecr.getAuthorizationToken(r -> r.registryIds(account));
    }

    private Password ask(Supplier<GetAuthorizationTokenResponse> question)
            throws OperationException, InterruptedException {
        AuthorizationData data = AwsErrors.call(
                AwsCall.GET_AUTHORIZATION_TOKEN,
                () -> question.get().authorizationData().get(0));
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
