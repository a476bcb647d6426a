package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the credentials for a registry come from. For ECR: user {@code AWS} and the password of
 * {@code ecr:GetAuthorizationToken}, which lasts 12 hours.
 */
public interface RegistryCredentials {

    /**
     * The credentials as known, or none for anonymous access.
     *
     * @throws IOException they could not be fetched
     */
    Optional<RegistryCredential> get() throws IOException, InterruptedException;

    /**
     * New credentials, asked for once when the registry refuses those of {@link #get}: they may have expired.
     *
     * @throws IOException they could not be fetched
     */
    default Optional<RegistryCredential> renew() throws IOException, InterruptedException {
        return get();
    }

    static RegistryCredentials anonymous() {
        return Optional::empty;
    }

    /** Credentials that do not expire. */
    static RegistryCredentials of(String user, String password) {
        RegistryCredential credential = new RegistryCredential(user, password);
        return () -> Optional.of(credential);
    }
}
