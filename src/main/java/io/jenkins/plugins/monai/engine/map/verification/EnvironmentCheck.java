package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapLayout;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Row 11: the variables of app.json, by "Table of Environment Variables" of version 1.0.0. */
final class EnvironmentCheck {

    /** What the upstream packager writes in place of two names of the specification. */
    private static final Map<String, String> UPSTREAM =
            Map.of(MapPaths.ENV_DOCS, "HOLOSCAN_DOCS_PATH", MapPaths.ENV_LOGS, "HOLOSCAN_LOGS_PATH");

    private EnvironmentCheck() {}

    static void check(MapImage image, Findings findings) {
        JsonNode environment = image.app().get("environment");
        if (!environment.isMissingNode() && !environment.isObject()) {
            findings.warn(MapCheck.ENVIRONMENT, MapImage.appKey("environment") + " is no object");
            return;
        }
        environment.properties().stream()
                .filter(variable -> !variable.getValue().isTextual())
                .findFirst()
                .ifPresent(variable -> findings.warn(
                        MapCheck.ENVIRONMENT,
                        MapImage.appKey("environment") + " has a value that is no string: "
                                + Findings.shown(variable.getKey())));
        if (image.layout() == MapLayout.HOLOSCAN) {
            names(environment, findings);
        }
    }

    private static void names(JsonNode environment, Findings findings) {
        List<String> missing = new ArrayList<>();
        List<String> renamed = new ArrayList<>();
        for (String name : MapPaths.environment().keySet()) {
            if (environment.has(name)) {
                continue;
            }
            if (environment.has(UPSTREAM.getOrDefault(name, ""))) {
                renamed.add(UPSTREAM.get(name) + " stands for " + name);
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            findings.warn(
                    MapCheck.ENVIRONMENT, MapImage.appKey("environment") + " lacks " + String.join(", ", missing));
        }
        if (!renamed.isEmpty()) {
            findings.info(MapCheck.ENVIRONMENT, String.join(", ", renamed));
        }
    }
}
