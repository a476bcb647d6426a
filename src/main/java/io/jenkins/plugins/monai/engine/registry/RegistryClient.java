package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads images from registries that speak the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution API</a>. All content is
 * compared with its digest. Temporary trouble (429, 5xx, broken connections) is met with up to four attempts in all.
 * Safe for use by several threads; it holds no connection that must be closed.
 */
public final class RegistryClient {

    /** Largest manifest that is read: bytes. The OCI distribution specification asks registries to take 4 MiB. */
    public static final int MAX_MANIFEST_BYTES = 4 << 20;

    /** Largest image configuration that is read: bytes. */
    public static final int MAX_CONFIG_BYTES = 8 << 20;

    private final RegistryHttp http;

    RegistryClient(RegistryHttp http) {
        this.http = http;
    }

    public static RegistryClientBuilder builder() {
        return new RegistryClientBuilder();
    }

    /**
     * The digest of what a tag or digest points to, without fetching it.
     *
     * @return empty when there is no such repository, tag or digest
     * @throws RegistryException of any other kind than NOT_FOUND
     */
    public Optional<String> digest(ImageReference image) throws IOException, InterruptedException {
        RegistryRequest request = manifestRequest("HEAD", image);
        Optional<String> announced;
        try {
            announced = http.execute(request, reply -> reply.header("Docker-Content-Digest"));
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        if (announced.filter(Digests::isValid).isPresent()) {
            return announced;
        }
        return Optional.of(manifest(image).digest());
    }

    /** Whether the registry has what the tag or digest names. */
    public boolean exists(ImageReference image) throws IOException, InterruptedException {
        return digest(image).isPresent();
    }

    /**
     * What a tag or digest points to: an image or an index.
     *
     * @throws RegistryException the registry did not give it, or gave something else
     */
    public Manifest manifest(ImageReference image) throws IOException, InterruptedException {
        return manifest(image, ManifestParser::manifest);
    }

    /**
     * What {@link RegistryWriter#manifest} needs to put a manifest under another tag.
     *
     * @return its bytes as they are stored
     */
    public byte[] manifestContent(ImageReference image) throws IOException, InterruptedException {
        return manifest(image, (content, digest, type) -> content);
    }

    /** Makes something of the content of a manifest, which has this digest. */
    private interface ContentReader<T> {
        T read(byte[] content, String digest, String contentType) throws RegistryException;
    }

    private <T> T manifest(ImageReference image, ContentReader<T> reader) throws IOException, InterruptedException {
        return http.execute(manifestRequest("GET", image), reply -> {
            String what = "manifest of " + image;
            byte[] content = bounded(reply, MAX_MANIFEST_BYTES, what);
            String expected = image.digest() != null
                    ? image.digest()
                    : reply.header("Docker-Content-Digest")
                            .filter(Digests::isValid)
                            .orElse("sha256:");
            String digest = Digests.of(content, expected);
            if (Digests.isValid(expected) && !digest.equals(expected)) {
                throw RegistryException.invalid("The content of the " + what + " has not the digest " + expected, null);
            }
            return reader.read(content, digest, reply.header("Content-Type").orElse(""));
        });
    }

    /**
     * The manifest of one image, picked from an index where the tag points to one.
     *
     * @param platforms in order of preference; only an index is asked for them
     * @throws RegistryException also of kind NOT_FOUND: the index has no image for these platforms
     */
    public ImageManifest imageManifest(ImageReference image, List<Platform> platforms)
            throws IOException, InterruptedException {
        Manifest manifest = manifest(image);
        if (manifest instanceof ImageIndex index) {
            ImageIndex.Entry entry = index.select(platforms)
                    .orElseThrow(() -> new RegistryException(
                            Kind.NOT_FOUND,
                            image + " has no image for " + platforms + ", only for " + index.platforms(),
                            null));
            manifest = manifest(image.withDigest(entry.manifest().digest()));
        }
        if (manifest instanceof ImageManifest found) {
            return found;
        }
        throw RegistryException.invalid("The index of " + image + " points to another index", null);
    }

    /** What writes to the same registries, with the same credentials. */
    public RegistryWriter uploads() {
        return new RegistryWriter(http);
    }

    /** The configuration of an image of this repository. */
    public ImageConfig config(ImageReference image, ImageManifest manifest) throws IOException, InterruptedException {
        return ManifestParser.config(
                configContent(image, manifest), manifest.config().digest());
    }

    /** The configuration of an image as it is stored: a JSON document. */
    public byte[] configContent(ImageReference image, ImageManifest manifest) throws IOException, InterruptedException {
        Descriptor config = manifest.config();
        if (config.size() > MAX_CONFIG_BYTES) {
            throw RegistryException.invalid(
                    "The configuration of " + image + " has " + config.size() + " bytes, more than " + MAX_CONFIG_BYTES,
                    null);
        }
        return blob(image, config, stream -> stream.readNBytes(MAX_CONFIG_BYTES));
    }

    /**
     * Streams a blob of this repository and compares its size and digest.
     *
     * @param reader is called again when the transfer breaks off
     * @return what the reader made of it
     * @throws RegistryException the blob did not come whole and right
     * @throws IOException the reader's own failure, on a blob that is right
     */
    public <T> T blob(ImageReference image, Descriptor blob, BlobReader<T> reader)
            throws IOException, InterruptedException {
        RegistryRequest request = blobRequest("GET", image, blob);
        return http.execute(request, reply -> {
            VerifyingStream content = new VerifyingStream(reply.body(), blob);
            T result;
            try {
                result = reader.read(content);
            } catch (IOException | RuntimeException e) {
                // Wrong bytes explain why they could not be read; their own message would mislead.
                content.finish();
                throw e;
            }
            content.finish();
            return result;
        });
    }

    /** Whether the repository has this blob. */
    public boolean hasBlob(ImageReference image, Descriptor blob) throws IOException, InterruptedException {
        try {
            return http.execute(blobRequest("HEAD", image, blob), Reply::isSuccess);
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static RegistryRequest manifestRequest(String method, ImageReference image) {
        return RegistryRequest.reading(
                method, image, "manifests/" + image.version(), MediaTypes.ACCEPT, 0, "manifest of " + image);
    }

    private static RegistryRequest blobRequest(String method, ImageReference image, Descriptor blob) {
        return RegistryRequest.reading(
                method,
                image,
                "blobs/" + blob.digest(),
                null,
                blob.size(),
                "blob " + blob.digest() + " of " + image.name());
    }

    private static byte[] bounded(Reply reply, int limit, String what) throws IOException {
        byte[] content = reply.body().readNBytes(limit + 1);
        if (content.length > limit) {
            throw RegistryException.invalid("The " + what + " has more than " + limit + " bytes", null);
        }
        return content;
    }
}
