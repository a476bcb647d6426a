package io.jenkins.plugins.monai.engine.packager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The manifests app.json and pkg.json of a MAP that the plugin builds itself, after the tables of manifest fields of the
 * MAP specification 1.0.0. The same inputs give the same bytes.
 */
final class GeneratedManifests {

    private static final ObjectWriter JSON =
            new ObjectMapper().writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private final PackageInputs inputs;
    private final String version;

    /** @param version the application's, semantic */
    GeneratedManifests(PackageInputs inputs, String version) {
        this.inputs = inputs;
        this.version = version;
    }

    String app() {
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("apiVersion", MapPaths.API_VERSION);
        app.put("type", "application");
        app.put("command", "python3 -u " + MapPaths.APPLICATION + "/" + inputs.entryPoint());
        app.put("environment", MapPaths.environment());
        app.put("input", ordered("path", "input/", "formats", inputFormats()));
        app.put("output", ordered("path", "output/", "format", outputFormat()));
        app.put("readiness", probe());
        app.put("liveness", probe());
        app.put("sdk", "jenkins-monai-deploy");
        app.put("sdkVersion", BuiltinPackager.VERSION);
        app.put("timeout", 0);
        app.put("version", version);
        app.put("workingDirectory", MapPaths.WORKING_DIRECTORY + "/");
        return json(app);
    }

    /** @throws OperationException the resources of app.yaml are none of the specification's */
    String pkg() throws OperationException {
        List<Object> models = new ArrayList<>();
        for (String model : inputs.modelNames()) {
            models.add(ordered("name", model, "path", model));
        }
        Map<String, Object> pkg = new LinkedHashMap<>();
        pkg.put("apiVersion", MapPaths.API_VERSION);
        pkg.put("applicationRoot", MapPaths.APPLICATION + "/");
        pkg.put("modelRoot", MapPaths.MODELS + "/");
        pkg.put("models", models);
        pkg.put("resources", Resources.of(inputs.appConfig(), inputs.gpu()));
        pkg.put("version", version);
        return json(pkg);
    }

    private List<Object> inputFormats() {
        List<Object> formats = inputs.appConfig().inputFormats();
        return formats.isEmpty() ? List.of("file") : formats;
    }

    /** An object, says the table; its text names {@code none}, {@code screen}, {@code file} and {@code network}. */
    private Map<String, Object> outputFormat() {
        List<Object> formats = inputs.appConfig().outputFormats();
        if (formats.size() == 1 && formats.get(0) instanceof Map<?, ?> format) {
            Map<String, Object> object = new LinkedHashMap<>();
            format.forEach((key, value) -> object.put(String.valueOf(key), value));
            return object;
        }
        return formats.size() > 1
                ? ordered("type", "file", "formats", formats)
                : ordered("type", formats.isEmpty() ? "file" : formats.get(0));
    }

    private static Map<String, Object> probe() {
        Map<String, Object> probe = ordered("type", "command", "command", BuiltinPackager.PROBE);
        probe.put("initialDelaySeconds", 1);
        probe.put("periodSeconds", 10);
        probe.put("timeoutSeconds", 5);
        probe.put("failureThreshold", 3);
        return probe;
    }

    private static Map<String, Object> ordered(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static Map<String, Object> ordered(String key, Object value, String secondKey, Object secondValue) {
        Map<String, Object> map = ordered(key, value);
        map.put(secondKey, secondValue);
        return map;
    }

    private static String json(Map<String, Object> manifest) {
        try {
            return JSON.writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers are always JSON", e);
        }
    }
}
