package io.jenkins.plugins.monai.engine.map.layer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one layer adds and takes away, by the <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.0/layer.md">layer specification</a>. Paths are relative to
 * the root, without a slash at either end.
 */
public final class Layer {

    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Map<String, LayerEntry> entries = new HashMap<>();
    private final Set<String> whiteouts = new HashSet<>();
    private final Set<String> opaque = new HashSet<>();

    /** Adds an entry, the folders above it, or what a marker file stands for. */
    void add(String path, LayerEntry entry) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(OPAQUE)) {
            opaque.add(parent(path));
        } else if (name.startsWith(WHITEOUT)) {
            String parent = parent(path);
            String hidden = name.substring(WHITEOUT.length());
            whiteouts.add(parent.isEmpty() ? hidden : parent + "/" + hidden);
        } else {
            entries.put(path, entry);
        }
        for (String folder = parent(path); !folder.isEmpty(); folder = parent(folder)) {
            if (entries.putIfAbsent(folder, LayerEntry.FOLDER) != null) {
                break;
            }
        }
    }

    /** Null when the layer says nothing about the path itself. */
    public LayerEntry get(String path) {
        return path.isEmpty() ? LayerEntry.FOLDER : entries.get(path);
    }

    /** Whether what lower layers have at the path is gone. */
    public boolean hides(String path) {
        if (whiteouts.contains(path) || opaque.contains("")) {
            return true;
        }
        for (String folder = parent(path); !folder.isEmpty(); folder = parent(folder)) {
            LayerEntry entry = entries.get(folder);
            if (whiteouts.contains(folder) || opaque.contains(folder) || (entry != null && !entry.isDirectory())) {
                return true;
            }
        }
        return false;
    }

    /** Paths right below a folder. */
    public List<String> children(String folder) {
        List<String> children = new ArrayList<>();
        for (String path : entries.keySet()) {
            if (parent(path).equals(folder)) {
                children.add(path);
            }
        }
        return children;
    }

    public int size() {
        return entries.size() + whiteouts.size() + opaque.size();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
