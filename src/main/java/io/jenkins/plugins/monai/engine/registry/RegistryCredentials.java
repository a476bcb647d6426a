package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Where the credentials for a registry come from. For ECR: user {@code AWS} and the password of
 * {@code ecr:GetAuthorizationToken}, which lasts 12 hours.
 */
public interface RegistryCredentials {

    /**
     * The credentials as known, or none for anonymous access.
     *
     * @param registry {@code http://HOST[:PORT]} or {@code https://HOST[:PORT]}: the only one they will be sent to
     * @throws IOException they could not be fetched
     */
    Optional<RegistryCredential> get(URI registry) throws IOException, InterruptedException;

    /**
     * New credentials, asked for once when the registry refuses those of {@link #get}: they may have expired.
     *
     * @throws IOException they could not be fetched
     */
    default Optional<RegistryCredential> renew(URI registry) throws IOException, InterruptedException {
        return get(registry);
    }

    static RegistryCredentials anonymous() {
        return registry -> Optional.empty();
    }

    /** Credentials that do not expire, for whatever registry asks: the caller speaks to one alone. */
    static RegistryCredentials of(String user, String password) {
        RegistryCredential credential = new RegistryCredential(user, password);
        return registry -> Optional.of(credential);
    }
}
