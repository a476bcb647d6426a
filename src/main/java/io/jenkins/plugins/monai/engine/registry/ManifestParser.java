package io.jenkins.plugins.monai.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads manifests and configurations, and trusts neither. */
final class ManifestParser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestParser() {}

    /** @throws RegistryException of kind INVALID: no manifest of an image or an index */
    static Manifest manifest(byte[] content, String digest, String contentType) throws RegistryException {
        JsonNode root = object(content, "manifest " + digest);
        String mediaType = mediaType(root, contentType);
        try {
            if (MediaTypes.isIndex(mediaType)) {
                return new ImageIndex(digest, mediaType, entries(root.path("manifests")));
            }
            if (MediaTypes.isImage(mediaType)) {
                return new ImageManifest(
                        digest,
                        mediaType,
                        descriptor(root.path("config")),
                        descriptors(root.path("layers")),
                        texts(root.path("annotations")));
            }
        } catch (IllegalArgumentException e) {
            throw RegistryException.invalid("The manifest " + digest + " is malformed: " + e.getMessage(), e);
        }
        throw RegistryException.invalid(
                "The manifest " + digest + " is of a kind that is not understood: '" + ForeignText.value(mediaType)
                        + "'",
                null);
    }

    /** An OCI manifest may leave its media type to the Content-Type header. */
    private static String mediaType(JsonNode root, String contentType) {
        String own = root.path("mediaType").asText("");
        return own.isEmpty() ? contentType.replaceAll(";.*", "").strip() : own;
    }

    private static List<ImageIndex.Entry> entries(JsonNode manifests) {
        List<ImageIndex.Entry> entries = new ArrayList<>();
        for (JsonNode node : manifests) {
            JsonNode platform = node.path("platform");
            entries.add(new ImageIndex.Entry(descriptor(node), platform.isObject() ? platform(platform) : null));
        }
        return entries;
    }

    private static List<Descriptor> descriptors(JsonNode array) {
        List<Descriptor> descriptors = new ArrayList<>();
        array.forEach(node -> descriptors.add(descriptor(node)));
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node) {
        return new Descriptor(
                node.path("mediaType").asText(""),
                node.path("digest").asText(""),
                node.path("size").asLong(-1));
    }

    private static Platform platform(JsonNode node) {
        return new Platform(
                node.path("os").asText(""), node.path("architecture").asText(""));
    }

    /** @throws RegistryException of kind INVALID: no JSON object */
    static ImageConfig config(byte[] content, String digest) throws RegistryException {
        JsonNode root = object(content, "configuration " + digest);
        JsonNode config = root.path("config");
        return new ImageConfig(
                platform(root),
                list(config.path("Entrypoint")),
                list(config.path("Cmd")),
                environment(config.path("Env")),
                ambiguous(config.path("Env")),
                texts(config.path("Labels")),
                config.path("WorkingDir").asText(""),
                config.path("User").asText(""));
    }

    private static Map<String, String> environment(JsonNode variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : list(variables)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    /** getenv(3) answers with the first of two, a shell with the last. */
    private static Set<String> ambiguous(JsonNode variables) {
        Map<String, String> last = environment(variables);
        return list(variables).stream()
                .map(variable -> variable.split("=", 2))
                .filter(parts -> parts.length == 2 && !parts[1].equals(last.getOrDefault(parts[0], parts[1])))
                .map(parts -> parts[0])
                .collect(Collectors.toSet());
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static JsonNode object(byte[] content, String what) throws RegistryException {
        try {
            JsonNode root = JSON.readTree(content);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw RegistryException.invalid("The " + what + " is no JSON", e);
        }
        throw RegistryException.invalid("The " + what + " is no JSON object", null);
    }
}
