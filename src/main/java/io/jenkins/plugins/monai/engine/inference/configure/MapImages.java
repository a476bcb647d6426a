package io.jenkins.plugins.monai.engine.inference.configure;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.aws.EcrCredentials;
import io.jenkins.plugins.monai.engine.inference.MapReference;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Finds the image that a request names, and pins it to its digest. */
final class MapImages {

    private final AwsClients aws;
    private final Optional<String> registryOverride;
    private final RegistryClient client;

    /**
     * @param registryOverride stands in for ECR's data plane
     * @param secrets is told of each password
     */
    MapImages(AwsClients aws, Optional<String> registryOverride, ProxySelector proxy, Consumer<String> secrets) {
        this.aws = aws;
        this.registryOverride = registryOverride;
        this.client = RegistryClient.builder()
                .http(HttpClient.newBuilder().proxy(proxy))
                .credentials(new EcrCredentials(aws, registryOverride, secrets))
                .build();
    }

    /**
     * @param map as in the request
     * @return the image with its digest and without a tag
     * @throws OperationException there is no such image
     */
    ImageReference resolve(String map) throws OperationException, InterruptedException {
        MapReference reference = MapReference.parse(map);
        ImageReference named = ImageReference.parse(
                reference.hasRegistry() ? map : repositoryUri(reference.repository()) + reference.tagAndDigest());
        ImageReference image = withOverride(named);
        try {
            String digest = client.digest(image).orElseThrow(() -> missing(named));
            return ImageReference.of(registry(image), image.repository()).withDigest(digest);
        } catch (RegistryException e) {
            throw e.explain(named);
        } catch (IOException e) {
            if (e.getCause() instanceof OperationException known) {
                throw known;
            }
            throw new OperationException(
                    named + " could not be read from the registry: " + e.getMessage(),
                    "Check that the controller reaches the registry",
                    e);
        }
    }

    private static OperationException missing(ImageReference image) {
        return new OperationException(
                "There is no image " + image, "Check 'map': build the MAP first, or name a tag or digest that exists");
    }

    private ImageReference withOverride(ImageReference image) {
        if (registryOverride.isEmpty()) {
            return image;
        }
        ImageReference there = ImageReference.of(registryOverride.get(), image.repository());
        there = image.tag() == null ? there : there.withTag(image.tag());
        return image.digest() == null ? there : there.withDigest(image.digest());
    }

    private static String registry(ImageReference image) {
        return image.registryUri().toString();
    }

    private String repositoryUri(String name) throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.DESCRIBE_REPOSITORIES, () -> {
                    try {
                        return aws.ecr().describeRepositories(r -> r.repositoryNames(name)).repositories().stream()
                                .findFirst();
                    } catch (RepositoryNotFoundException e) {
                        return Optional.<software.amazon.awssdk.services.ecr.model.Repository>empty();
                    }
                })
                .orElseThrow(() -> new OperationException(
                        "There is no ECR repository '" + name + "' in " + aws.region(),
                        "Check 'map' and 'region': build the MAP first"))
                .repositoryUri();
    }
}
