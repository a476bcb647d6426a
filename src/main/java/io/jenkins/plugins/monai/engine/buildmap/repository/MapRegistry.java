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

    /**
     * Whether there is another image of the tag.
     *
     * @param digest of the one that may be there; null for none
     */
    public boolean has(String tag, String digest) throws OperationException, InterruptedException {
        ImageReference image = image(tag);
        try {
            return client.digest(image).filter(there -> !there.equals(digest)).isPresent();
        } catch (IOException e) {
            throw RegistryFailures.explain(image, e);
        }
    }

    public ImageReference repository() {
        return repository;
    }

    /**
     * Lets a tag name an image of the repository.
     *
     * @return false when it did already
     */
    public boolean tag(String tag, String digest) throws OperationException, InterruptedException {
        ImageReference image = image(tag);
        try {
            if (client.digest(image).filter(digest::equals).isPresent()) {
                return false;
            }
            ImageReference source = imageByDigest(digest);
            client.uploads().manifest(image, client.manifest(source).mediaType(), client.manifestContent(source));
            return true;
        } catch (IOException e) {
            throw RegistryFailures.explainPush(image, e);
        }
    }

    public RegistryClient client() {
        return client;
    }
}
