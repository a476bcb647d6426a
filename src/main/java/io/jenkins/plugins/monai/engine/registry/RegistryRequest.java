package io.jenkins.plugins.monai.engine.registry;

import java.net.URI;
import java.util.function.Supplier;

/**
 * One request to the distribution API.
 *
 * @param accept value of the header, or null
 * @param bytes of a body as announced beforehand, in whichever direction; 0 for a document
 * @param what is asked for, for messages: {@code manifest of REGISTRY/REPOSITORY:TAG}
 * @param writes whether it needs the right to push
 * @param content what is sent; null for nothing
 */
record RegistryRequest(
        String method,
        ImageReference image,
        URI uri,
        String accept,
        long bytes,
        String what,
        boolean writes,
        Content content) {

    /**
     * A body.
     *
     * @param type its media type
     * @param body made anew for each attempt
     */
    record Content(String type, Supplier<SentBody> body) {}

    /**
     * @param method GET or HEAD
     * @param path below the repository: {@code manifests/latest}
     */
    static RegistryRequest reading(
            String method, ImageReference image, String path, String accept, long bytes, String what) {
        return new RegistryRequest(method, image, uri(image, path), accept, bytes, what, false, null);
    }

    /** @param uri of an upload, as the registry named it */
    static RegistryRequest writing(
            String method, ImageReference image, URI uri, long bytes, String what, Content content) {
        return new RegistryRequest(method, image, uri, null, bytes, what, true, content);
    }

    static URI uri(ImageReference image, String path) {
        return URI.create(image.registryUri() + "/v2/" + image.repository() + "/" + path);
    }

    /** The right a token must give. */
    String scope() {
        return "repository:" + image.repository() + (writes ? ":pull,push" : ":pull");
    }

    /** What takes the credentials: an upload may have been sent elsewhere. */
    boolean isOfItsRegistry() {
        return RegistryHttp.sameOrigin(image.registryUri(), uri);
    }
}
