package io.jenkins.plugins.monai.engine.buildmap.increment;

import io.jenkins.plugins.monai.engine.buildmap.workspace.ApplicationInputs;
import io.jenkins.plugins.monai.engine.layer.LayerMeasure;
import io.jenkins.plugins.monai.engine.layer.LayerMeasuring;
import io.jenkins.plugins.monai.engine.layer.LayerSpec;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.PackageInputs;
import io.jenkins.plugins.monai.engine.packager.Packager;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The files of a MAP, sorted into layers, and what is known of each: one for the application, one for each model, one for
 * the manifests, and the requirements, which are no layer but a part of the fingerprint.
 */
public final class MapLayers {

    /** A layer that goes into the image. */
    record Content(LayerSpec spec, LayerMeasure measure, String place) {}

    private final List<Content> contents;
    private final Fingerprint fingerprint;

    private MapLayers(List<Content> contents, Fingerprint fingerprint) {
        this.contents = contents;
        this.fingerprint = fingerprint;
    }

    /** In the order of the image's layers. */
    List<Content> contents() {
        return contents;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * Goes through all files, where they lie.
     *
     * @param platform of the MAP, as {@code linux/amd64}
     * @throws OperationException the manifests cannot be made
     * @throws IOException the workspace cannot be read
     */
    public static MapLayers measure(
            ApplicationInputs inputs,
            PackageInputs packaged,
            Packager packager,
            String platform,
            SourceTree source,
            Consumer<String> log)
            throws OperationException, IOException, InterruptedException {
        Optional<Map<String, String>> manifests = packager.manifests(packaged);
        List<LayerSpec> specs = new ArrayList<>();
        List<String> places = new ArrayList<>();
        specs.add(LayerSpec.of(Fingerprint.APP).source(inside(MapPaths.APPLICATION), inputs.appFolder()));
        places.add(MapPaths.APPLICATION);
        for (Map.Entry<String, String> model : inputs.models().entrySet()) {
            String place = MapPaths.MODELS + "/" + model.getKey();
            specs.add(LayerSpec.of(Fingerprint.MODEL + model.getKey())
                    .source(inside(place) + fileName(model.getValue(), source), model.getValue()));
            places.add(place);
        }
        if (manifests.isPresent()) {
            LayerSpec layer = LayerSpec.of(Fingerprint.MANIFESTS).source(inside(MapPaths.CONFIG), inputs.configPath());
            manifests.get().forEach((place, text) -> layer.generated(inside(place), text));
            specs.add(layer);
            places.add(MapPaths.APP_MANIFEST);
        }
        int layers = specs.size();
        specs.add(requirements(inputs.requirements()));
        specs.add(settings(inputs, packager.settings(packaged), manifests.isEmpty(), source));
        List<LayerMeasure> measures = source.near(new LayerMeasuring(specs), log);

        Map<String, String> parts = new TreeMap<>(packager.foundation(packaged));
        parts.put(Fingerprint.PLATFORM, platform);
        measures.forEach(measure -> parts.put(measure.name(), measure.diffId()));
        List<Content> contents = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            contents.add(new Content(specs.get(i), measures.get(i), places.get(i)));
        }
        return new MapLayers(contents, new Fingerprint(parts));
    }

    private static String inside(String path) {
        return path.substring(1);
    }

    /** A model that is a file lies in a folder of the model's name. */
    private static String fileName(String path, SourceTree source) throws IOException {
        return source.kind(path) == SourceTree.Kind.FILE ? "/" + path.substring(path.lastIndexOf('/') + 1) : "";
    }

    private static LayerSpec requirements(Requirements requirements) {
        LayerSpec spec = LayerSpec.of(Fingerprint.REQUIREMENTS)
                .generated("requirements.txt", Requirements.text(requirements.lines()))
                .generated("pip-packages.txt", Requirements.text(requirements.pipPackages()));
        requirements.constraints().forEach((place, lines) -> spec.generated(place, Requirements.text(lines)));
        requirements.local().forEach(spec::source);
        return spec;
    }

    /** Where the packager alone can make the manifests, all that they are made of has to be what it was. */
    private static LayerSpec settings(ApplicationInputs inputs, String settings, boolean ofPackager, SourceTree source)
            throws IOException {
        LayerSpec spec = LayerSpec.of(Fingerprint.SETTINGS).generated("settings", settings);
        if (ofPackager) {
            StringBuilder files = new StringBuilder();
            for (Map.Entry<String, String> model : inputs.models().entrySet()) {
                for (SourceFile file : source.files(model.getValue())) {
                    files.append(model.getKey()).append(' ').append(file.path()).append('\n');
                }
            }
            spec.source("app.yaml", inputs.configPath()).generated("models", files.toString());
        }
        return spec;
    }
}
