package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.JsonText;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapLayout;
import io.jenkins.plugins.monai.engine.text.SemanticVersion;
import java.util.ArrayList;
import java.util.List;

/** Rows 6 to 10: fields of app.json, by "Table of Application Manifest Fields". */
final class AppManifestChecks {

    private AppManifestChecks() {}

    static void check(MapImage image, Findings findings) {
        inputFormats(image, findings);
        outputFormat(image, findings);
        type(image, findings);
        paths(image, findings);
        fieldTypes(image, findings);
    }

    /** Required since 1.0.0. */
    private static void inputFormats(MapImage image, Findings findings) {
        JsonNode formats = JsonText.get(image.app().get("input"), "formats");
        if (formats.isMissingNode() && image.layout() == MapLayout.HOLOSCAN) {
            findings.warn(MapCheck.INPUT_FORMATS, MapImage.appKey("input.formats") + " is missing or null");
        } else if (!formats.isMissingNode() && !formats.isArray()) {
            findings.warn(
                    MapCheck.INPUT_FORMATS,
                    MapImage.appKey("input.formats") + " is no array: " + Findings.shown(formats));
        }
    }

    /** Required since 1.0.0; its table says object, its text gives names such as {@code file}. */
    private static void outputFormat(MapImage image, Findings findings) {
        JsonNode format = JsonText.get(image.app().get("output"), "format");
        if (format.isMissingNode() && image.layout() == MapLayout.HOLOSCAN) {
            findings.warn(MapCheck.OUTPUT_FORMAT, MapImage.appKey("output.format") + " is missing or null");
        } else if (!format.isMissingNode() && !format.isObject() && !isName(format)) {
            findings.warn(
                    MapCheck.OUTPUT_FORMAT,
                    MapImage.appKey("output.format") + " is neither an object nor a name: " + Findings.shown(format));
        }
    }

    private static boolean isName(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank();
    }

    private static void type(MapImage image, Findings findings) {
        String type = image.app().type();
        if (image.layout() == MapLayout.HOLOSCAN && !type.equals("application") && !type.equals("service")) {
            findings.warn(
                    MapCheck.TYPE,
                    MapImage.appKey("type") + " is "
                            + (type.isEmpty()
                                    ? "missing"
                                    : "neither 'application' nor 'service': " + Findings.shown(type)));
        }
    }

    /** Whoever runs a MAP has to know where its input and output are, so paths that are missing are errors here. */
    private static void paths(MapImage image, Findings findings) {
        for (String side : new String[] {"input", "output"}) {
            if (!isName(JsonText.get(image.app().get(side), "path"))) {
                findings.error(
                        MapCheck.PATHS,
                        MapImage.appKey(side + ".path") + " is missing: nobody knows where its " + side + " belongs");
            }
        }
    }

    private static void fieldTypes(MapImage image, Findings findings) {
        List<String> problems = new ArrayList<>();
        for (String key : new String[] {"apiVersion", "sdkVersion"}) {
            version(MapImage.appKey(image.layout().key(key)), image.app().get(key), problems);
        }
        for (String key : new String[] {"apiVersion", "version"}) {
            version(MapImage.pkgKey(image.layout().key(key)), image.pkg().get(key), problems);
        }
        JsonNode sdk = image.app().get("sdk");
        if (!sdk.isMissingNode() && !sdk.isTextual()) {
            problems.add(MapImage.appKey("sdk") + " is no string");
        }
        JsonNode timeout = image.app().get("timeout");
        if (!timeout.isMissingNode() && !(timeout.isIntegralNumber() && timeout.asLong() >= 0)) {
            problems.add(MapImage.appKey("timeout") + " is no number of seconds: " + Findings.shown(timeout));
        }
        findings.warn(MapCheck.FIELD_TYPES, problems);
    }

    private static void version(String key, JsonNode version, List<String> problems) {
        if (version.isMissingNode()) {
            return;
        }
        if (!version.isTextual()) {
            problems.add(key + " is no string: " + Findings.shown(version));
        } else if (!SemanticVersion.isValid(version.asText())) {
            problems.add(key + " is no semantic version: " + Findings.shown(version.asText()));
        }
    }
}
