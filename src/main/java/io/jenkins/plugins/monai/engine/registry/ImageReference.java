package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.Serializable;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full name of an image: {@code registry/repository[:tag][@digest]}, by the grammar of the OCI distribution
 * specification. The registry is always named; one that is given as {@code http://HOST:PORT} is spoken to in plain
 * HTTP, every other one over HTTPS.
 */
public final class ImageReference implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String HOST =
            "(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?";
    private static final String PART = "[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+";
    private static final Pattern REGISTRY = Pattern.compile("(?:(https?)://)?(" + HOST + ")/?");
    private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*+");
    private static final Pattern REFERENCE =
            Pattern.compile("((?:https?://)?[^/@]+)/([^:@]+)(?::([^@]*))?(?:@(.*))?", Pattern.DOTALL);

    private final String host;
    private final boolean plainHttp;
    private final String repository;
    private final String tag;
    private final String digest;

    private ImageReference(String host, boolean plainHttp, String repository, String tag, String digest) {
        this.host = host;
        this.plainHttp = plainHttp;
        this.repository = repository;
        this.tag = tag;
        this.digest = digest;
    }

    /**
     * A repository of a registry, without tag or digest.
     *
     * @param registry {@code HOST[:PORT]}, {@code https://HOST[:PORT]} or {@code http://HOST[:PORT]}
     * @throws IllegalArgumentException the registry or the repository is no valid name
     */
    public static ImageReference of(String registry, String repository) {
        Matcher parts = REGISTRY.matcher(registry);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + ForeignText.value(registry) + "' is no registry");
        }
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException("'" + ForeignText.value(repository) + "' is no repository");
        }
        return new ImageReference(parts.group(2), "http".equals(parts.group(1)), repository, null, null);
    }

    /**
     * Reads what a user wrote.
     *
     * @throws OperationException the text is no image name; the message says which part of it is wrong
     */
    public static ImageReference parse(String text) throws OperationException {
        Matcher parts = REFERENCE.matcher(text);
        if (!parts.matches()) {
            throw invalid(text, "it names no registry and repository", null);
        }
        try {
            ImageReference image = of(parts.group(1), parts.group(2));
            image = parts.group(3) == null ? image : image.withTag(parts.group(3));
            return parts.group(4) == null ? image : image.withDigest(parts.group(4));
        } catch (IllegalArgumentException e) {
            throw invalid(text, e.getMessage(), e);
        }
    }

    private static OperationException invalid(String text, String reason, Exception cause) {
        return new OperationException(
                "'" + ForeignText.value(text) + "' is no image: " + reason,
                "Write the image as REGISTRY/REPOSITORY:TAG or REGISTRY/REPOSITORY@sha256:DIGEST",
                cause);
    }

    /**
     * The same image by this tag; the digest stays.
     *
     * @throws IllegalArgumentException the tag is not valid
     */
    public ImageReference withTag(String newTag) {
        if (!ImageTags.isValid(newTag)) {
            throw new IllegalArgumentException("'" + ForeignText.value(newTag) + "' is no tag");
        }
        return new ImageReference(host, plainHttp, repository, newTag, digest);
    }

    /**
     * The same image by this digest; the tag stays.
     *
     * @param newDigest {@code sha256:} and 64 hexadecimal digits, or {@code sha512:} and 128
     * @throws IllegalArgumentException the digest is not valid
     */
    public ImageReference withDigest(String newDigest) {
        if (!Digests.isValid(newDigest)) {
            throw new IllegalArgumentException("'" + ForeignText.value(newDigest) + "' is no digest");
        }
        return new ImageReference(host, plainHttp, repository, tag, newDigest);
    }

    /** {@code HOST[:PORT]}. */
    public String host() {
        return host;
    }

    /** Whether the registry is spoken to without TLS. */
    public boolean plainHttp() {
        return plainHttp;
    }

    /** {@code http://HOST[:PORT]} or {@code https://HOST[:PORT]}. */
    public URI registryUri() {
        return URI.create((plainHttp ? "http://" : "https://") + host);
    }

    public String repository() {
        return repository;
    }

    /** Null when the image has none. */
    public String tag() {
        return tag;
    }

    /** Null when the image has none. */
    public String digest() {
        return digest;
    }

    /** What the registry is asked for: the digest, else the tag, else {@code latest}. */
    public String version() {
        if (digest != null) {
            return digest;
        }
        return tag != null ? tag : "latest";
    }

    /** {@code HOST[:PORT]/REPOSITORY}: what container engines take before a tag. */
    public String name() {
        return host + "/" + repository;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageReference that
                && plainHttp == that.plainHttp
                && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(toString(), plainHttp);
    }

    /** The image's URI as container engines take it: without a scheme. */
    @Override
    public String toString() {
        return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
