package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.monai.engine.registry.RegistryRequest.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Writes to registries by the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#push">OCI distribution API</a>. Made by
 * {@link RegistryClient#uploads}; safe for use by several threads.
 */
public final class RegistryWriter {

    private final RegistryHttp http;

    RegistryWriter(RegistryHttp http) {
        this.http = http;
    }

    /**
     * Sends a blob, whose digest need not be known beforehand, as a stream. A transfer that breaks off goes on where the
     * registry has it, or anew where the registry has let it go.
     *
     * @return digest and size as they were sent
     * @throws RegistryException the registry did not take it
     * @throws IOException the content could not be read
     */
    public Descriptor blob(ImageReference repository, String mediaType, BlobContent content)
            throws IOException, InterruptedException {
        return new BlobUpload(http, repository, mediaType, content).run();
    }

    /** Sends a small blob, if the repository does not have it. */
    public Descriptor blob(ImageReference repository, String mediaType, byte[] content)
            throws IOException, InterruptedException {
        Descriptor blob = new Descriptor(mediaType, Digests.sha256(content), content.length);
        if (!new RegistryClient(http).hasBlob(repository, blob)) {
            new BlobUpload(http, repository, mediaType, new KnownContent(content, blob.digest())).run();
        }
        return blob;
    }

    /**
     * Lets a repository have a blob that another one of the same registry has, without sending it.
     *
     * @return whether it has it now; a registry need not know how to, nor have it
     */
    public boolean mount(ImageReference repository, Descriptor blob, String fromRepository)
            throws IOException, InterruptedException {
        return BlobUpload.mount(http, repository, blob, fromRepository);
    }

    /**
     * Puts a manifest under the tag of an image, or under its digest where the image has no tag.
     *
     * @return its digest
     */
    public String manifest(ImageReference image, String mediaType, byte[] content)
            throws IOException, InterruptedException {
        String digest = Digests.sha256(content);
        Content body = new Content(mediaType, () -> new SentBody(new ByteArrayInputStream(content), content.length));
        String answered = http.execute(
                RegistryRequest.writing(
                        "PUT",
                        image,
                        RegistryRequest.uri(image, "manifests/" + (image.tag() == null ? digest : image.tag())),
                        content.length,
                        "manifest of " + image,
                        body),
                reply -> reply.header("Docker-Content-Digest").orElse(digest));
        if (!answered.equals(digest)) {
            throw new RegistryException(
                    Kind.INVALID,
                    "The registry says of the manifest of " + image + " that it has another digest",
                    null);
        }
        return digest;
    }

    /** Bytes in memory. */
    private record KnownContent(byte[] content, String digest) implements BlobContent {

        @Override
        public Reading open() {
            ByteArrayInputStream stream = new ByteArrayInputStream(content);
            return new Reading() {
                @Override
                public java.io.InputStream stream() {
                    return stream;
                }

                @Override
                public String digest() {
                    return digest;
                }

                @Override
                public void close() {
                    // Memory needs none.
                }
            };
        }
    }
}
