package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.JsonText;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows 13 and 14: fields of pkg.json, by "Table of Package Manifest Fields". */
final class PkgManifestChecks {

    private static final int MAX_MODEL_NAME_BYTES = 128;

    private PkgManifestChecks() {}

    static void check(MapImage image, Findings findings) {
        applicationRoot(image, findings);
        models(image, findings);
    }

    private static void applicationRoot(MapImage image, Findings findings) {
        JsonNode root = image.pkg().get("applicationRoot");
        String key = MapImage.pkgKey(image.layout().key("applicationRoot"));
        if (root.isMissingNode()) {
            findings.warn(MapCheck.APPLICATION_ROOT, key + " is missing");
        } else if (!root.asText().startsWith("/")) {
            findings.warn(MapCheck.APPLICATION_ROOT, key + " is no absolute path: " + Findings.shown(root.asText()));
        }
    }

    private static void models(MapImage image, Findings findings) {
        JsonNode models = image.pkg().get("models");
        if (models.isMissingNode()) {
            return;
        }
        if (!models.isArray()) {
            findings.warn(
                    MapCheck.MODELS,
                    MapImage.pkgKey("models") + " is no array of {name, path} but "
                            + (models.isObject() ? "an object" : Findings.shown(models)));
            return;
        }
        List<String> problems = new ArrayList<>();
        for (JsonNode model : models) {
            JsonNode name = JsonText.get(model, "name");
            JsonNode path = JsonText.get(model, "path");
            if (!name.isTextual() || !isName(name.asText())) {
                problems.add(MapImage.pkgKey("models") + " has a model without a valid name: " + Findings.shown(model));
            } else if (!path.isMissingNode() && !path.isTextual()) {
                problems.add(
                        MapImage.pkgKey("models") + ": the path of " + Findings.shown(name.asText()) + " is no string");
            }
        }
        findings.warn(MapCheck.MODELS, problems);
    }

    /** "SHALL NOT contain any Unicode whitespace or control characters", "SHALL NOT exceed 128 bytes". */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_MODEL_NAME_BYTES
                && name.codePoints()
                        .noneMatch(c ->
                                Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
    }
}
