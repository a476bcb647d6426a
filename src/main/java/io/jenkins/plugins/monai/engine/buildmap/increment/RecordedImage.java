package io.jenkins.plugins.monai.engine.buildmap.increment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.registry.Descriptor;
import io.jenkins.plugins.monai.engine.registry.ImageConfig;
import io.jenkins.plugins.monai.engine.registry.ImageManifest;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.Platform;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image of a registry, taken apart into the layers of its foundation and those of its files: by the history of its
 * configuration (OCI image specification, "Image Configuration"), in which container engines note the instruction that
 * made each layer.
 */
final class RecordedImage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A COPY of what changes with each MAP, whoever wrote it down: BuildKit, Docker, Buildah or {@link LayeredImages}. */
    private static final Pattern CONTENT = Pattern.compile("(?:COPY|ADD)\\b.*\\s\\[?\"?(?:"
            + String.join(
                    "|",
                    MapPaths.APPLICATION + "[/\"\\s].*",
                    MapPaths.APPLICATION,
                    MapPaths.MODELS + "\\b.*",
                    Pattern.quote(MapPaths.CONFIG) + ".*",
                    "/etc/holoscan\\b.*")
            + ")");

    /** @param history the instruction that made it */
    record Layer(Descriptor blob, String diffId, String history) {

        boolean isContent() {
            return CONTENT.matcher(history).find();
        }
    }

    private final ImageManifest manifest;
    private final ImageConfig config;
    private final ObjectNode document;
    private final List<Layer> layers;
    private final int foundation;

    private RecordedImage(
            ImageManifest manifest, ImageConfig config, ObjectNode document, List<Layer> layers, int foundation) {
        this.manifest = manifest;
        this.config = config;
        this.document = document;
        this.layers = layers;
        this.foundation = foundation;
    }

    /** @return empty when the registry has no such image */
    static Optional<RecordedImage> find(RegistryClient registry, ImageReference image, Platform platform)
            throws IOException, InterruptedException {
        Optional<String> digest = registry.digest(image);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        ImageReference named = image.withDigest(digest.get());
        ImageManifest manifest = registry.imageManifest(named, List.of(platform));
        ObjectNode document = (ObjectNode) JSON.readTree(registry.configContent(named, manifest));
        List<Layer> layers = layers(manifest, document);
        int foundation = 0;
        while (foundation < layers.size() && !layers.get(foundation).isContent()) {
            foundation++;
        }
        return Optional.of(new RecordedImage(manifest, registry.config(named, manifest), document, layers, foundation));
    }

    /** Without instructions where the history does not tell which layer is whose. */
    private static List<Layer> layers(ImageManifest manifest, ObjectNode document) {
        List<String> instructions = new ArrayList<>();
        for (JsonNode entry : document.path("history")) {
            if (!entry.path("empty_layer").asBoolean(false)) {
                instructions.add(entry.path("created_by").asText(""));
            }
        }
        JsonNode diffIds = document.path("rootfs").path("diff_ids");
        boolean told = instructions.size() == manifest.layers().size();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            layers.add(
                    new Layer(manifest.layers().get(i), diffIds.path(i).asText(""), told ? instructions.get(i) : ""));
        }
        return layers;
    }

    String digest() {
        return manifest.digest();
    }

    ImageManifest manifest() {
        return manifest;
    }

    ImageConfig config() {
        return config;
    }

    /** A copy of the configuration as it is stored. */
    ObjectNode document() {
        return document.deepCopy();
    }

    Fingerprint fingerprint() {
        return Fingerprint.read(config.labels());
    }

    /** Why its layers cannot be told apart; empty when they can. */
    Optional<String> problem() {
        if (foundation == layers.size()) {
            return Optional.of("its history does not tell which of its layers are the application's");
        }
        for (Layer layer : layers.subList(foundation, layers.size())) {
            if (!layer.isContent() && !layer.history().contains("WORKDIR")) {
                return Optional.of("it has other layers on top of the application's");
            }
        }
        boolean foreign = layers.stream().anyMatch(l -> !l.blob().mediaType().endsWith("gzip"));
        return foreign ? Optional.of("it has layers of another kind than gzip") : Optional.empty();
    }

    List<Layer> foundation() {
        return layers.subList(0, foundation);
    }

    List<Layer> all() {
        return layers;
    }

    List<Layer> contents() {
        return layers.subList(foundation, layers.size()).stream()
                .filter(Layer::isContent)
                .toList();
    }

    /** The layer that holds this already. */
    Optional<Layer> layerOf(MapLayers.Content content) {
        String diffId = content.measure().diffId();
        Optional<Layer> same = contents().stream()
                .filter(layer -> layer.diffId().equals(diffId))
                .findFirst();
        if (same.isPresent() || !diffId.equals(fingerprint().part(content.spec().name()))) {
            return same;
        }
        // Made by a container engine of the same files. One COPY of several models is none of them alone.
        List<Layer> copies = contents().stream()
                .filter(layer -> layer.history().contains(content.place() + "/"))
                .toList();
        return copies.size() == 1 ? Optional.of(copies.get(0)) : Optional.empty();
    }
}
