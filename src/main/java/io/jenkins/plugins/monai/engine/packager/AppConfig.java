package io.jenkins.plugins.monai.engine.packager;

import java.util.List;
import java.util.Map;

/**
 * The parts of app.yaml that packaging needs.
 *
 * @param title {@code application.title}
 * @param version {@code application.version} as it is written: {@code 1.10} stays {@code 1.10}
 * @param resources {@code resources}, as parsed; empty when absent
 * @param inputFormats {@code application.input-formats} (or its documented spelling {@code inputFormats}), texts and
 *     mappings as parsed; empty when absent
 * @param outputFormats {@code application.output-formats} or {@code outputFormats}, likewise
 * @param pipPackages {@code application.pip-packages}, a requirement each; empty when absent
 * @param notes keys that nobody reads, a sentence each
 */
public record AppConfig(
        String title,
        String version,
        Map<String, Object> resources,
        List<Object> inputFormats,
        List<Object> outputFormats,
        List<String> pipPackages,
        List<String> notes) {

    /** One with nothing to remark. */
    public AppConfig(
            String title,
            String version,
            Map<String, Object> resources,
            List<Object> inputFormats,
            List<Object> outputFormats,
            List<String> pipPackages) {
        this(title, version, resources, inputFormats, outputFormats, pipPackages, List.of());
    }

    public AppConfig {
        resources = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(resources));
        inputFormats = List.copyOf(inputFormats);
        outputFormats = List.copyOf(outputFormats);
        pipPackages = List.copyOf(pipPackages);
        notes = List.copyOf(notes);
    }

    /** The same with other packages. */
    public AppConfig withPipPackages(List<String> packages) {
        return new AppConfig(title, version, resources, inputFormats, outputFormats, packages, notes);
    }
}
