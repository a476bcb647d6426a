package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Puts images together byte by byte and pushes them to a registry, so that tests can push what no tool would make. */
public final class ImagePusher {

    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String GZIP_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    public static final String TAR_LAYER = "application/vnd.oci.image.layer.v1.tar";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI registry;
    private final String repository;
    private final String authorization;

    public ImagePusher(URI registry, String repository, String user, String password) {
        this.registry = registry;
        this.repository = repository;
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /**
     * Pushes a blob that the repository does not have.
     *
     * @return its descriptor
     */
    public ObjectNode blob(String mediaType, byte[] content) throws IOException, InterruptedException {
        ObjectNode descriptor = descriptor(mediaType, content);
        URI blob = registry.resolve(
                "/v2/" + repository + "/blobs/" + descriptor.get("digest").asText());
        if (send("HEAD", blob, null, new byte[0], 200, 404).statusCode() == 200) {
            return descriptor;
        }
        URI uploads = registry.resolve("/v2/" + repository + "/blobs/uploads/");
        String location = send("POST", uploads, null, new byte[0], 202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String query = (location.contains("?") ? "&" : "?") + "digest="
                + descriptor.get("digest").asText();
        send("PUT", uploads.resolve(location + query), "application/octet-stream", content, 201);
        return descriptor;
    }

    /** @return the manifest's descriptor */
    public ObjectNode image(String reference, ObjectNode config, ArrayNode layers)
            throws IOException, InterruptedException {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.set("config", config);
        manifest.set("layers", layers);
        return manifest(reference, MANIFEST, manifest);
    }

    /**
     * @param reference a tag, or null to push by digest
     * @return the manifest's descriptor
     */
    public ObjectNode manifest(String reference, String mediaType, ObjectNode manifest)
            throws IOException, InterruptedException {
        byte[] content = JSON.writeValueAsBytes(manifest);
        ObjectNode descriptor = descriptor(mediaType, content);
        String name = reference == null ? descriptor.get("digest").asText() : reference;
        send("PUT", registry.resolve("/v2/" + repository + "/manifests/" + name), mediaType, content, 201);
        return descriptor;
    }

    public static ObjectNode descriptor(String mediaType, byte[] content) {
        ObjectNode descriptor = JSON.createObjectNode();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest(content));
        descriptor.put("size", content.length);
        return descriptor;
    }

    public static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String method, URI uri, String contentType, byte[] content, Integer... expected)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(content));
        request.header("Authorization", authorization);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (!List.of(expected).contains(response.statusCode())) {
            throw new IOException(method + " " + uri + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return response;
    }
}
