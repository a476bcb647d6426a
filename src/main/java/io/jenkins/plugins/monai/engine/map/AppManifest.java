package io.jenkins.plugins.monai.engine.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * app.json, read with tolerance: keys in camel case or kebab case, a command as a text, as a JSON array in a text or as an
 * array, a version as a number, {@code null} like a missing key. Defaults are those of the specification.
 */
public final class AppManifest {

    private final ObjectNode root;
    private final MapLayout layout;

    AppManifest(ObjectNode root, MapLayout layout) {
        this.root = root;
        this.layout = layout;
    }

    /** @throws IllegalArgumentException no JSON object in UTF-8 */
    public static AppManifest parse(byte[] content, MapLayout layout) {
        return new AppManifest(JsonText.object(content), layout);
    }

    /** The value as it stands, missing when null. */
    public JsonNode get(String camelCase) {
        return JsonText.get(root, camelCase);
    }

    /** {@code application}, {@code service}, or empty. */
    public String type() {
        return get("type").asText("");
    }

    /** The words of the command, up to the first shell operator; empty when there is none. */
    public List<String> command() {
        JsonNode command = get("command");
        if (command.isArray()) {
            return JsonText.texts(command);
        }
        String text = command.asText("").strip();
        return text.startsWith("[")
                ? JsonText.array(text).orElseGet(() -> ShellWords.split(text))
                : ShellWords.split(text);
    }

    public String version() {
        return get("version").asText("0.0.0");
    }

    /** Empty when missing. */
    public String inputPath() {
        return JsonText.get(get("input"), "path").asText("");
    }

    /** Empty when missing. */
    public String outputPath() {
        return JsonText.get(get("output"), "path").asText("");
    }

    public String workingDirectory() {
        return get("workingDirectory").asText(layout.workingDirectory());
    }

    /** Seconds; 0 for no limit. */
    public long timeoutSeconds() {
        return Math.max(0, get("timeout").asLong(0));
    }

    /** In the manifest's order. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        get("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        return environment;
    }
}
