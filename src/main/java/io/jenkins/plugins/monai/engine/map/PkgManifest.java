package io.jenkins.plugins.monai.engine.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * pkg.json, read with tolerance: keys in camel case or kebab case, models as an array or, as the upstream packager writes
 * them, as an object from name to path. Defaults are those of the specification.
 */
public final class PkgManifest {

    private final ObjectNode root;
    private final MapLayout layout;

    /**
     * A model of the package.
     *
     * @param path absolute, without a slash at its end
     */
    public record Model(String name, String path) {}

    PkgManifest(ObjectNode root, MapLayout layout) {
        this.root = root;
        this.layout = layout;
    }

    /** @throws IllegalArgumentException no JSON object in UTF-8 */
    public static PkgManifest parse(byte[] content, MapLayout layout) {
        return new PkgManifest(JsonText.object(content), layout);
    }

    /** The value as it stands, missing when null. */
    public JsonNode get(String camelCase) {
        return JsonText.get(root, camelCase);
    }

    public String applicationRoot() {
        return get("applicationRoot").asText(layout.application());
    }

    public String modelRoot() {
        return get("modelRoot").asText(layout.models());
    }

    public String version() {
        return get("version").asText("0.0.0");
    }

    public List<Model> models() {
        List<Model> models = new ArrayList<>();
        JsonNode node = get("models");
        if (node.isObject()) {
            node.properties()
                    .forEach(model ->
                            models.add(model(model.getKey(), model.getValue().asText(""))));
        } else {
            node.forEach(model -> models.add(model(
                    JsonText.get(model, "name").asText(""),
                    JsonText.get(model, "path").asText(""))));
        }
        return models;
    }

    /** A path is relative to the model root; without one it is the name. */
    private Model model(String name, String path) {
        String relative = path.isEmpty() ? name : path;
        String absolute = relative.startsWith("/") ? relative : modelRoot() + "/" + relative;
        return new Model(name, absolute.replaceAll("/+", "/").replaceAll("(?<=.)/$", ""));
    }

    /** {@code cpu}, {@code gpu}, {@code memory} and so on as they stand, as text; nested values are left out. */
    public Map<String, String> resources() {
        Map<String, String> resources = new LinkedHashMap<>();
        get("resources").properties().forEach(resource -> {
            if (resource.getValue().isValueNode() && !resource.getValue().isNull()) {
                resources.put(resource.getKey(), resource.getValue().asText());
            }
        });
        return resources;
    }
}
