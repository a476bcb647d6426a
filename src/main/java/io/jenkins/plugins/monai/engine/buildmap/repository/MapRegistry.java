package io.jenkins.plugins.monai.engine.buildmap.repository;

import io.jenkins.plugins.monai.engine.aws.EcrCredentials;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;

/** The repository's data plane: where the image is pushed to and read from, with ECR's password. */
public final class MapRegistry {

    private final ImageReference repository;
    private final RegistryClient client;

    /** @param registry host and port; with {@code http://} in front of it spoken to in plain HTTP */
    public MapRegistry(EcrCredentials credentials, String registry, String repositoryName, ProxySelector proxy) {
        this.repository = ImageReference.of(registry, repositoryName);
        this.client = RegistryClient.builder()
                .http(HttpClient.newBuilder().proxy(proxy))
                .credentials(credentials)
                .build();
    }

    public ImageReference image(String tag) {
        return repository.withTag(tag);
    }

    public ImageReference imageByDigest(String digest) {
        return repository.withDigest(digest);
    }

    /** Whether there is an image of the tag. */
    public boolean has(String tag) throws OperationException, InterruptedException {
        ImageReference image = image(tag);
        try {
            return client.exists(image);
        } catch (IOException e) {
            throw RegistryFailures.explain(image, e);
        }
    }

    public RegistryClient client() {
        return client;
    }
}
