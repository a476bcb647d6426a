package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the base image lies in a private registry of ECR, as a hospital's mirror or the AWS Deep Learning Containers do: then a
 * login is needed. */
final class BaseImageRegistry {

    private static final Pattern PRIVATE_ECR = Pattern.compile("^\\d{12}\\.dkr\\.ecr\\.");

    private BaseImageRegistry() {}

    /**
     * The registry to log in at: the one that AWS names with its password, or that of an endpoint override.
     *
     * @return empty for a base image from elsewhere, which is pulled without credentials
     */
    static Optional<URI> needingLogin(BuildMapContext context) throws OperationException, InterruptedException {
        Optional<String> host = host(context.request().baseImage());
        if (host.isEmpty()) {
            return Optional.empty();
        }
        URI registry = registry(host.get(), context.request().endpoints().registry());
        boolean overridden = context.request().endpoints().registry().isPresent();
        // Only so as not to ask AWS about each public image: who gets the password is decided by what AWS names.
        if (!overridden && !PRIVATE_ECR.matcher(host.get()).find()) {
            return Optional.empty();
        }
        return context.ecrCredentials().find(registry).map(credential -> registry);
    }

    /** What container engines take for the registry: the part before the first slash. */
    private static Optional<String> host(String baseImage) {
        if (baseImage == null || !baseImage.contains("/")) {
            return Optional.empty();
        }
        String host = baseImage.substring(0, baseImage.indexOf('/'));
        boolean registry = host.contains(".") || host.contains(":") || host.equals("localhost");
        return registry ? Optional.of(host) : Optional.empty();
    }

    /** A base image's name has no scheme: that of the override counts where it names the same host and port. */
    private static URI registry(String host, Optional<String> override) {
        return override.map(there -> ImageReference.of(there, "x"))
                .filter(there -> there.host().equals(host))
                .map(ImageReference::registryUri)
                .orElseGet(() -> URI.create("https://" + host));
    }
}
