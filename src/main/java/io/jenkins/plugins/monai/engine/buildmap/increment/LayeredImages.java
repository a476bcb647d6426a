package io.jenkins.plugins.monai.engine.buildmap.increment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.registry.Descriptor;
import io.jenkins.plugins.monai.engine.registry.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration and manifest of a MAP that is put together of layers. Nothing in them is of the moment: the same layers
 * on the same foundation are the same image.
 */
final class LayeredImages {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of Docker alone, about the container that the image was committed from. */
    private static final List<String> NOT_OF_THE_IMAGE = List.of("container", "container_config", "id", "parent");

    private LayeredImages() {}

    /** @param history how {@link RecordedImage} tells what the layer is */
    record Top(Descriptor blob, String diffId, String history) {}

    static byte[] config(RecordedImage recorded, List<Top> tops, Map<String, String> labels) {
        ObjectNode document = recorded.document();
        NOT_OF_THE_IMAGE.forEach(document::remove);
        int foundation = recorded.foundation().size();
        ArrayNode diffIds = JSON.createArrayNode();
        recorded.foundation().forEach(layer -> diffIds.add(layer.diffId()));
        tops.forEach(top -> diffIds.add(top.diffId()));
        document.putObject("rootfs").put("type", "layers").set("diff_ids", diffIds);
        document.set("history", history(document.path("history"), foundation, tops));
        ObjectNode run = document.withObject("/config");
        Map<String, String> all = new TreeMap<>();
        run.path("Labels")
                .properties()
                .forEach(label -> all.put(label.getKey(), label.getValue().asText()));
        all.keySet().removeIf(name -> name.startsWith(Fingerprint.LABELS));
        all.remove("org.opencontainers.image.revision");
        all.putAll(labels);
        ObjectNode written = run.putObject("Labels");
        all.forEach(written::put);
        return bytes(document);
    }

    /** The entries of the foundation as they are, the empty ones up to its last layer too. */
    private static ArrayNode history(JsonNode before, int foundation, List<Top> tops) {
        ArrayNode history = JSON.createArrayNode();
        int layers = 0;
        for (JsonNode entry : before) {
            boolean empty = entry.path("empty_layer").asBoolean(false);
            if (!empty && layers == foundation) {
                break;
            }
            layers += empty ? 0 : 1;
            history.add(entry);
        }
        for (Top top : tops) {
            history.addObject().put("created_by", top.history()).put("comment", "monai-deploy");
        }
        return history;
    }

    static byte[] manifest(Descriptor config, RecordedImage recorded, List<Top> tops) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        descriptor(manifest.putObject("config"), config);
        List<Descriptor> layers = new ArrayList<>();
        recorded.foundation().forEach(layer -> layers.add(layer.blob()));
        tops.forEach(top -> layers.add(top.blob()));
        ArrayNode array = manifest.putArray("layers");
        // The bytes are the same by the names of both specifications.
        layers.forEach(layer ->
                descriptor(array.addObject(), new Descriptor(MediaTypes.OCI_LAYER_GZIP, layer.digest(), layer.size())));
        return bytes(manifest);
    }

    private static void descriptor(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest());
        node.put("size", descriptor.size());
    }

    private static byte[] bytes(ObjectNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
