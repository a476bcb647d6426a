package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;

/** A registry could not do what was asked of it. The message holds no secret and no signed address. */
public final class RegistryException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Which sort of trouble. */
    public enum Kind {
        /** 401, also with credentials that were renewed. */
        UNAUTHORIZED,
        /** 403: the credentials are good, but not for this. */
        DENIED,
        /** 404: no such repository, tag, manifest or blob. */
        NOT_FOUND,
        /** 429, also after waiting. */
        TOO_MANY_REQUESTS,
        /** 5xx, no connection, a time-out or a broken transfer, also after trying again. */
        UNAVAILABLE,
        /** The answer breaks the protocol: a wrong digest, no JSON, too large, an unknown kind of manifest. */
        INVALID
    }

    private final Kind kind;

    RegistryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static RegistryException invalid(String message, Throwable cause) {
        return new RegistryException(Kind.INVALID, message, cause);
    }

    static RegistryException unavailable(String message, Throwable cause) {
        return new RegistryException(Kind.UNAVAILABLE, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    boolean isTransient() {
        return kind == Kind.TOO_MANY_REQUESTS || kind == Kind.UNAVAILABLE;
    }

    /** The failure as the user reads it, with the remedy for an ECR registry. */
    public OperationException explain(ImageReference image) {
        return new OperationException(getMessage(), remedy(image), this);
    }

    private String remedy(ImageReference image) {
        return switch (kind) {
            case UNAUTHORIZED ->
                "Check that the AWS credentials are valid and allow ecr:GetAuthorizationToken, and that the registry "
                        + image.host() + " belongs to their account and region";
            case DENIED ->
                "Allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository '" + image.repository() + "'";
            case NOT_FOUND -> "Check the repository, the tags and the region: " + image + " is not in the registry";
            case TOO_MANY_REQUESTS ->
                "Try again later, or ask for a higher quota of Amazon ECR API requests (service code 'ecr')";
            case UNAVAILABLE ->
                "Check that the controller reaches " + image.registryUri()
                        + " and the storage that it redirects to, through its proxy where there is one";
            case INVALID ->
                "Push the image again, and check that nothing between here and the registry changes answers";
        };
    }
}
