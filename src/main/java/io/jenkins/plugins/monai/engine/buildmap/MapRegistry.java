package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryCredential;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Optional;

/** The repository's data plane: where the image is pushed to and read from, with ECR's password. */
final class MapRegistry {

    private static final String USER = "AWS";

    private final EcrRepositories repositories;
    private final ImageReference repository;
    private final RegistryClient client;

    /** @param registry host and port; with {@code http://} in front of it spoken to in plain HTTP */
    MapRegistry(EcrRepositories repositories, String registry, String repositoryName, ProxySelector proxy) {
        this.repositories = repositories;
        this.repository = ImageReference.of(registry, repositoryName);
        this.client = RegistryClient.builder()
                .http(HttpClient.newBuilder().proxy(proxy))
                .credentials(new EcrCredentials(repositories))
                .build();
    }

    ImageReference image(String tag) {
        return repository.withTag(tag);
    }

    ImageReference imageByDigest(String digest) {
        return repository.withDigest(digest);
    }

    RegistryClient client() {
        return client;
    }

    /** For the user {@code AWS}. */
    String password() throws OperationException, InterruptedException {
        return repositories.password();
    }

    /** ECR's password, asked for when it is needed and again when the registry refuses it. */
    private static final class EcrCredentials implements RegistryCredentials {

        private final EcrRepositories repositories;
        private RegistryCredential known;

        EcrCredentials(EcrRepositories repositories) {
            this.repositories = repositories;
        }

        @Override
        public synchronized Optional<RegistryCredential> get() throws IOException, InterruptedException {
            return known == null ? renew() : Optional.of(known);
        }

        @Override
        public synchronized Optional<RegistryCredential> renew() throws IOException, InterruptedException {
            try {
                known = new RegistryCredential(USER, repositories.password());
                return Optional.of(known);
            } catch (OperationException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
