package io.jenkins.plugins.monai.engine.layer;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a layer holds. Sent to the agent that has the workspace. */
public final class LayerSpec implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final TreeMap<String, String> sources = new TreeMap<>();
    private final TreeMap<String, byte[]> generated = new TreeMap<>();

    private LayerSpec(String name) {
        this.name = name;
    }

    /** @param name for messages, and to find the layer again */
    public static LayerSpec of(String name) {
        return new LayerSpec(name);
    }

    public String name() {
        return name;
    }

    /**
     * A file, or a folder with all in it, of the workspace.
     *
     * @param place in the image without a slash in front: for a file its whole name, for a folder the folder
     */
    public LayerSpec source(String place, String path) {
        sources.put(place, path);
        return this;
    }

    /** A file that is in no workspace. */
    public LayerSpec generated(String place, String content) {
        generated.put(place, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Paths in the workspace by their place in the image. */
    Map<String, String> sources() {
        return Collections.unmodifiableMap(sources);
    }

    Map<String, byte[]> generated() {
        return Collections.unmodifiableMap(generated);
    }
}
