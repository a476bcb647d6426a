package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryClientBuilder;
import io.jenkins.plugins.monai.engine.registry.RegistryCredential;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.ProxySelector;

/**
 * What is needed to push to a repository from another process. It goes over the channel to the agent and nowhere else.
 *
 * @param user null for a repository that wants no credentials
 * @param proxy on the way to the registry, or null
 */
public record RegistryAccess(ImageReference repository, String user, String password, InetSocketAddress proxy)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @param credential null for none */
    public static RegistryAccess of(ImageReference repository, RegistryCredential credential, InetSocketAddress proxy) {
        return credential == null
                ? new RegistryAccess(repository, null, null, proxy)
                : new RegistryAccess(repository, credential.user(), credential.password(), proxy);
    }

    RegistryClient client() {
        RegistryClientBuilder builder = RegistryClient.builder();
        builder.proxy(ProxySelector.of(proxy));
        return builder.credentials(
                        user == null ? RegistryCredentials.anonymous() : RegistryCredentials.of(user, password))
                .build();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return repository.name();
    }
}
