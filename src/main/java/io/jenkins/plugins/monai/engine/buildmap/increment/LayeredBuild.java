package io.jenkins.plugins.monai.engine.buildmap.increment;

import io.jenkins.plugins.monai.engine.layer.LayerPushing;
import io.jenkins.plugins.monai.engine.layer.PushedLayer;
import io.jenkins.plugins.monai.engine.layer.RegistryAccess;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.registry.Descriptor;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.MediaTypes;
import io.jenkins.plugins.monai.engine.registry.Platform;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts a MAP together in the registry: the foundation of a MAP that is there, and layers of the workspace's files. */
public final class LayeredBuild {

    private final RegistryClient registry;
    private final RegistryAccess access;
    private final SourceTree source;
    private final Consumer<String> log;

    /** @param access for whoever has the workspace */
    public LayeredBuild(RegistryClient registry, RegistryAccess access, SourceTree source, Consumer<String> log) {
        this.registry = registry;
        this.access = access;
        this.source = source;
        this.log = log;
    }

    /**
     * @param recorded digest of the MAP that is there
     * @param labels of the new one
     * @return its digest; it has no tag yet
     */
    public String build(MapLayers layers, String recorded, Platform platform, Map<String, String> labels)
            throws IOException, InterruptedException {
        ImageReference image = access.repository().withDigest(recorded);
        RecordedImage before = RecordedImage.find(registry, image, platform)
                .orElseThrow(() -> new IOException(image + " has gone from the registry since this build began"));
        List<LayeredImages.Top> tops = tops(layers, before);
        byte[] config = LayeredImages.config(before, tops, labels);
        Descriptor pushed = registry.uploads().blob(access.repository(), MediaTypes.OCI_CONFIG, config);
        byte[] manifest = LayeredImages.manifest(pushed, before, tops);
        return registry.uploads().manifest(access.repository(), MediaTypes.OCI_MANIFEST, manifest);
    }

    private List<LayeredImages.Top> tops(MapLayers layers, RecordedImage before)
            throws IOException, InterruptedException {
        Map<String, PushedLayer> pushed = push(layers, before);
        List<LayeredImages.Top> tops = new ArrayList<>();
        if (layers.contents().stream().noneMatch(c -> c.spec().name().equals(Fingerprint.MANIFESTS))) {
            before.contents().stream()
                    .filter(layer -> MapContents.isManifest(layer.history()))
                    .forEach(layer -> tops.add(new LayeredImages.Top(layer.blob(), layer.diffId(), layer.history())));
        }
        for (MapLayers.Content content : layers.contents()) {
            String name = content.spec().name();
            Optional<RecordedImage.Layer> same = before.layerOf(content);
            tops.add(
                    same.isPresent()
                            ? new LayeredImages.Top(
                                    same.get().blob(),
                                    same.get().diffId(),
                                    same.get().history())
                            : new LayeredImages.Top(
                                    pushed.get(name).blob(),
                                    content.measure().diffId(),
                                    "COPY " + name + " " + content.place() + "/"));
        }
        return tops;
    }

    private Map<String, PushedLayer> push(MapLayers layers, RecordedImage before)
            throws IOException, InterruptedException {
        List<MapLayers.Content> changed = layers.contents().stream()
                .filter(content -> before.layerOf(content).isEmpty())
                .toList();
        LayerPushing pushing = new LayerPushing(
                access,
                changed.stream().map(MapLayers.Content::spec).toList(),
                changed.stream().map(MapLayers.Content::measure).toList());
        Map<String, PushedLayer> pushed = new HashMap<>();
        for (PushedLayer layer : source.near(pushing, log)) {
            pushed.put(layer.measure().name(), layer);
        }
        long sent = pushed.values().stream()
                .filter(PushedLayer::sent)
                .mapToLong(layer -> layer.blob().size())
                .sum();
        log.accept(String.format(
                Locale.ROOT,
                "%d of %d layers of files have changed, %.1f MB were sent; %d layers of the foundation stay",
                changed.size(),
                layers.contents().size(),
                sent / 1e6,
                before.foundation().size()));
        return pushed;
    }
}
