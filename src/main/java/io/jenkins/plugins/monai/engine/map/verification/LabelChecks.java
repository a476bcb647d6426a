package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.text.SemanticVersion;
import java.util.ArrayList;
import java.util.List;

/** Rows 2 and 3: the labels, by "Image Annotations" of the specification. */
final class LabelChecks {

    private LabelChecks() {}

    static void check(MapImage image, Findings findings) {
        title(image, findings);
        version(image, findings);
    }

    private static void title(MapImage image, Findings findings) {
        if (image.labels().getOrDefault(MapPaths.LABEL_TITLE, "").isBlank()) {
            findings.warn(MapCheck.TITLE, "the label " + MapPaths.LABEL_TITLE + " is missing");
        }
    }

    private static void version(MapImage image, Findings findings) {
        List<String> problems = new ArrayList<>();
        String label = image.labels().getOrDefault(MapPaths.LABEL_VERSION, "");
        if (label.isBlank()) {
            problems.add("the label " + MapPaths.LABEL_VERSION + " is missing");
        } else if (!SemanticVersion.isValid(label)) {
            problems.add("the label " + MapPaths.LABEL_VERSION + " is no semantic version: " + Findings.shown(label));
        }
        JsonNode version = image.app().get("version");
        if (!version.isMissingNode() && !version.isTextual()) {
            problems.add(MapImage.appKey("version") + " is no string: " + Findings.shown(version));
        } else if (!SemanticVersion.isValid(image.app().version())) {
            problems.add(MapImage.appKey("version") + " is no semantic version: "
                    + Findings.shown(image.app().version()));
        }
        if (!label.isBlank() && !label.equals(image.app().version())) {
            problems.add("the label says " + Findings.shown(label) + " and " + MapImage.appKey("version") + " "
                    + Findings.shown(image.app().version()));
        }
        findings.warn(MapCheck.VERSION, problems);
    }
}
