package io.jenkins.plugins.monai.engine.buildmap.repository;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import java.io.IOException;

/** What went wrong while an image was read from the registry, as a message. */
public final class RegistryFailures {

    private RegistryFailures() {}

    public static OperationException explain(ImageReference image, IOException e) {
        if (e instanceof RegistryException registry) {
            return registry.explain(image);
        }
        if (e.getCause() instanceof OperationException known) {
            return known;
        }
        return new OperationException(
                image + " could not be read from the registry: " + e.getMessage(),
                "Check that the controller reaches the registry",
                e);
    }
}
