package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files of a layer, found in the workspace, in the order of their places. */
final class LayerFiles {

    /** As the packager's {@code .dockerignore}: what Python leaves behind makes no difference. */
    private static final Set<String> LEFT_OUT = Set.of("__pycache__", ".git");

    private final SourceTree tree;
    private final TreeMap<String, LayerFile> files = new TreeMap<>();

    private LayerFiles(SourceTree tree) {
        this.tree = tree;
    }

    /** @throws IOException a source is missing or cannot be read */
    static Collection<LayerFile> of(LayerSpec spec, SourceTree tree) throws IOException {
        LayerFiles found = new LayerFiles(tree);
        for (Map.Entry<String, String> source : spec.sources().entrySet()) {
            found.add(source.getKey(), source.getValue());
        }
        spec.generated()
                .forEach((place, content) -> found.files.put(
                        place, new LayerFile(place, content.length, false, () -> new ByteArrayInputStream(content))));
        return new ArrayList<>(found.files.values());
    }

    private void add(String place, String path) throws IOException {
        SourceTree.Kind kind = tree.kind(path);
        if (kind == SourceTree.Kind.FILE) {
            SourceFile file = tree.files(path).get(0);
            put(place, file);
            return;
        }
        if (kind != SourceTree.Kind.DIRECTORY) {
            throw new IOException("'" + path + "' is not in the workspace");
        }
        String base = path.equals(".") ? "" : path + "/";
        files.put(place + "/", LayerFile.folder(place + "/"));
        for (SourceFile file : tree.files(path)) {
            String below = file.path().substring(base.length());
            if (!isLeftOut(below)) {
                folders(place, below);
                put(place + "/" + below, file);
            }
        }
    }

    private void put(String place, SourceFile file) {
        files.put(place, new LayerFile(place, file.size(), file.executable(), () -> tree.open(file.path())));
    }

    private void folders(String place, String below) {
        for (int slash = below.indexOf('/'); slash > 0; slash = below.indexOf('/', slash + 1)) {
            String folder = place + "/" + below.substring(0, slash + 1);
            files.put(folder, LayerFile.folder(folder));
        }
    }

    private static boolean isLeftOut(String path) {
        for (String name : path.split("/")) {
            if (LEFT_OUT.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
