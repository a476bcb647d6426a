package io.jenkins.plugins.monai.engine.buildmap.repository;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import java.io.IOException;

/** What went wrong while an image was read from the registry, as a message. */
public final class RegistryFailures {

    private RegistryFailures() {}

    /** What went wrong while layers, manifests or tags were written. */
    public static OperationException explainPush(ImageReference image, IOException e) {
        if (e instanceof RegistryException registry && registry.kind() == RegistryException.Kind.DENIED) {
            return new OperationException(
                    registry.getMessage(),
                    "Allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart,"
                            + " ecr:CompleteLayerUpload and ecr:PutImage on the repository '" + image.repository()
                            + "', and see whether its tags are immutable",
                    e);
        }
        return e instanceof RegistryException || e.getCause() instanceof OperationException
                ? explain(image, e)
                : new OperationException(
                        "The layers of " + image.name() + " could not be pushed: " + e.getMessage(),
                        "Check that the agent which has the workspace reaches the registry, and that nothing else"
                                + " writes to the workspace during this step",
                        e);
    }

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
