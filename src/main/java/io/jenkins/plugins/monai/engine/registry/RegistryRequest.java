package io.jenkins.plugins.monai.engine.registry;

import java.net.URI;

/**
 * One request to the distribution API.
 *
 * @param method GET or HEAD
 * @param path below the repository: {@code manifests/latest}
 * @param accept value of the header, or null
 * @param bytes of the body as announced beforehand, 0 for a document
 * @param what is asked for, for messages: {@code manifest of REGISTRY/REPOSITORY:TAG}
 */
record RegistryRequest(String method, ImageReference image, String path, String accept, long bytes, String what) {

    URI uri() {
        return URI.create(image.registryUri() + "/v2/" + image.repository() + "/" + path);
    }

    /** The right a token must give. */
    String scope() {
        return "repository:" + image.repository() + ":pull";
    }
}
