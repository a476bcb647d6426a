package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.JsonText;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Row 15: the resources of pkg.json: counts of cores and GPUs, sizes such as {@code 1.5Gi} and {@code 2048Mi}. */
final class ResourcesCheck {

    private static final Set<String> COUNTS = Set.of("cpu", "cpuLimit", "gpu", "gpuLimit");
    private static final Set<String> SIZES =
            Set.of("memory", "memoryLimit", "gpuMemory", "gpuMemoryLimit", "sharedMemory", "sharedMemoryLimit");
    private static final Pattern SIZE = Pattern.compile("\\d+(?:\\.\\d)?[MG]i(?:B)?");
    private static final Pattern ZERO = Pattern.compile("0+(?:\\.0)?[MG]iB?");

    private ResourcesCheck() {}

    static void check(MapImage image, Findings findings) {
        JsonNode resources = image.pkg().get("resources");
        if (resources.isMissingNode()) {
            return;
        }
        String key = MapImage.pkgKey("resources");
        if (!resources.isObject()) {
            findings.warn(MapCheck.RESOURCES, key + " is no object");
            return;
        }
        List<String> problems = new ArrayList<>();
        values(key, resources, problems);
        JsonText.get(resources, "fragments")
                .properties()
                .forEach(fragment -> values(key + ".fragments." + fragment.getKey(), fragment.getValue(), problems));
        findings.warn(MapCheck.RESOURCES, problems);
    }

    private static void values(String key, JsonNode resources, List<String> problems) {
        for (Map.Entry<String, JsonNode> resource : resources.properties()) {
            String name = camelCase(resource.getKey());
            JsonNode value = resource.getValue();
            if (value.isNull()) {
                continue;
            }
            if (COUNTS.contains(name) && !isCount(name, value)) {
                problems.add(key + "." + resource.getKey() + " is no count: " + Findings.shown(value));
            } else if (SIZES.contains(name) && !isSize(value)) {
                problems.add(key + "." + resource.getKey() + " is no size such as 1.5Gi or 2048Mi: "
                        + Findings.shown(value));
            }
        }
    }

    /** Positive, with at most one digit after the point; no GPU is a count too, it is the default. */
    private static boolean isCount(String name, JsonNode value) {
        return value.isNumber()
                && (value.doubleValue() > 0 || (value.doubleValue() == 0 && name.startsWith("gpu")))
                && value.decimalValue().stripTrailingZeros().scale() <= 1;
    }

    private static boolean isSize(JsonNode value) {
        String text = value.asText();
        return value.isTextual()
                && SIZE.matcher(text).matches()
                && !ZERO.matcher(text).matches();
    }

    /** {@code shared-memory} of version 0.1.0 is {@code sharedMemory}. */
    private static String camelCase(String key) {
        return Pattern.compile("-([a-z])")
                .matcher(key)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
