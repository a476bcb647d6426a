package io.jenkins.plugins.monai.engine.registry;

import java.util.List;
import java.util.Map;

/**
 * The manifest of one image.
 *
 * @param layers from the lowest, as in the manifest
 * @param annotations empty for Docker's media types, which have none
 */
public record ImageManifest(
        String digest, String mediaType, Descriptor config, List<Descriptor> layers, Map<String, String> annotations)
        implements Manifest {

    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /** Configuration and layers as the registry stores them, compressed: bytes. */
    public long totalSize() {
        long size = config.size();
        for (Descriptor layer : layers) {
            size = Math.addExact(size, layer.size());
        }
        return size;
    }
}
