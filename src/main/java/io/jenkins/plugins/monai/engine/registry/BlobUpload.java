package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.monai.engine.registry.RegistryRequest.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One blob on its way to a repository: POST, one streamed PATCH, PUT with the digest (OCI distribution specification,
 * "Pushing a blob in chunks"; as docker pushes). What breaks off is taken up where the registry says that it stands
 * (GET of the upload), by making the stream again and leaving out its beginning: nothing of it is kept in memory.
 */
final class BlobUpload {

    /** Breaks in a row without a byte of progress. */
    private static final int MOST_BREAKS = 5;

    private static final String OCTETS = "application/octet-stream";
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    private final RegistryHttp http;
    private final ImageReference repository;
    private final String mediaType;
    private final BlobContent content;
    private final String what;

    /** How far an upload has come at the registry. */
    private record Upload(URI location, long offset) {}

    BlobUpload(RegistryHttp http, ImageReference repository, String mediaType, BlobContent content) {
        this.http = http;
        this.repository = repository;
        this.mediaType = mediaType;
        this.content = content;
        this.what = "upload of a layer to " + repository.name();
    }

    Descriptor run() throws IOException, InterruptedException {
        Upload upload = new Upload(begin(), 0);
        long furthest = 0;
        int breaks = 0;
        while (true) {
            RegistryException broken;
            try (BlobContent.Reading reading = content.open()) {
                CountedBytes bytes = new CountedBytes(reading.stream());
                bytes.skipTo(upload.offset());
                URI sent = send(upload, bytes);
                return end(sent, reading.digest(), bytes.count());
            } catch (RegistryException e) {
                broken = e;
            }
            if (broken.kind() == Kind.INVALID && upload.offset() == 0) {
                throw broken;
            }
            // Asking also renews credentials that have expired on the way.
            Optional<Upload> standing = standing(upload);
            upload = standing.isPresent() ? standing.get() : new Upload(begin(), 0);
            breaks = upload.offset() > furthest ? 0 : breaks + 1;
            furthest = Math.max(furthest, upload.offset());
            if (breaks >= MOST_BREAKS) {
                throw broken;
            }
        }
    }

    static boolean mount(RegistryHttp http, ImageReference repository, Descriptor blob, String from)
            throws IOException, InterruptedException {
        URI uri = RegistryRequest.uri(
                repository, "blobs/uploads/?mount=" + encoded(blob.digest()) + "&from=" + encoded(from));
        String what = "mount of " + blob.digest() + " in " + repository.name();
        try {
            return http.execute(
                    RegistryRequest.writing("POST", repository, uri, 0, what, nothing()),
                    reply -> reply.status() == 201);
        } catch (RegistryException e) {
            if (e.isTransient()) {
                throw e;
            }
            return false; // which the other repository may not have, or not show
        }
    }

    private URI begin() throws IOException, InterruptedException {
        URI uri = RegistryRequest.uri(repository, "blobs/uploads/");
        return http.execute(
                RegistryRequest.writing("POST", repository, uri, 0, what, nothing()), reply -> location(uri, reply));
    }

    private URI send(Upload upload, CountedBytes bytes) throws IOException, InterruptedException {
        Content body = new Content(OCTETS, () -> new SentBody(bytes, -1));
        return http.once(
                RegistryRequest.writing("PATCH", repository, upload.location(), 0, what, body),
                reply -> location(upload.location(), reply));
    }

    private Descriptor end(URI location, String digest, long size) throws IOException, InterruptedException {
        Descriptor blob = new Descriptor(mediaType, digest, size);
        String separator = location.getRawQuery() == null ? "?" : "&";
        URI uri = URI.create(location + separator + "digest=" + encoded(digest));
        try {
            return http.execute(RegistryRequest.writing("PUT", repository, uri, 0, what, nothing()), reply -> blob);
        } catch (RegistryException e) {
            // An answer that was lost has ended the upload all the same.
            if (new RegistryClient(http).hasBlob(repository, blob)) {
                return blob;
            }
            throw e;
        }
    }

    /** Empty when the registry does not know the upload any more, or does not say how much of it it has. */
    private Optional<Upload> standing(Upload upload) throws IOException, InterruptedException {
        try {
            return http.execute(RegistryRequest.writing("GET", repository, upload.location(), 0, what, null), reply -> {
                Matcher range = RANGE.matcher(reply.header("Range").orElse(""));
                return range.matches()
                        ? Optional.of(
                                new Upload(location(upload.location(), reply), Long.parseLong(range.group(1)) + 1))
                        : Optional.empty();
            });
        } catch (RegistryException e) {
            if (e.isTransient()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Content nothing() {
        return new Content(OCTETS, () -> new SentBody(InputStream.nullInputStream(), 0));
    }

    private static URI location(URI asked, Reply reply) throws IOException {
        String location = reply.header("Location")
                .orElseThrow(() -> RegistryException.invalid("The registry named no address of an upload", null));
        URI to = location.startsWith("/") && !location.startsWith("//")
                ? URI.create(asked.getScheme() + "://" + asked.getRawAuthority() + location)
                : Reply.uri(location, "upload");
        if ("https".equals(asked.getScheme()) && !"https".equals(to.getScheme())) {
            throw RegistryException.invalid("The registry names an address of an upload without TLS", null);
        }
        return to;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
