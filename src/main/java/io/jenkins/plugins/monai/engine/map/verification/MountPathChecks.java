package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import java.util.Map;

/**
 * Row 9: the folders that whoever runs the MAP mounts or makes, as app.json and the image's environment name them. An
 * ERROR here is a study that the runner would refuse with {@code MAP_PATH_INVALID}.
 */
final class MountPathChecks {

    private static final String NO_PATH = "is no plain absolute path";

    private MountPathChecks() {}

    static void check(MapImage image, Findings findings) {
        manifest(image, findings);
        environment(image, findings);
    }

    /** Both folders may be given relative to the working directory, as the upstream packager does. */
    private static void manifest(MapImage image, Findings findings) {
        JsonNode folder = image.app().get("workingDirectory");
        String from = MountPath.normal(image.app().workingDirectory());
        if (!folder.isMissingNode() && !(folder.isTextual() && MountPath.isPlain(from))) {
            refuse(findings, MapImage.appKey(image.layout().key("workingDirectory")), folder.asText(), NO_PATH);
            return;
        }
        path(MapImage.appKey("input.path"), image.app().inputPath(), from, findings);
        path(MapImage.appKey("output.path"), image.app().outputPath(), from, findings);
    }

    private static void path(String key, String path, String from, Findings findings) {
        if (path.isBlank()) {
            return;
        }
        String absolute = path.startsWith("/") ? path : from + "/" + path;
        MountPath.problem(absolute).ifPresent(problem -> refuse(findings, key, path, problem));
    }

    /** What the runner goes by: of the two pairs of names, the first that the image has one of. */
    private static void environment(MapImage image, Findings findings) {
        Map<String, String> given = image.config().environment();
        boolean old = !given.containsKey(MapPaths.ENV_INPUT_PATH)
                && !given.containsKey(MapPaths.ENV_OUTPUT_PATH)
                && (given.containsKey(MapPaths.OLD_ENV_INPUT_PATH) || given.containsKey(MapPaths.OLD_ENV_OUTPUT_PATH));
        String inputName = old ? MapPaths.OLD_ENV_INPUT_PATH : MapPaths.ENV_INPUT_PATH;
        String outputName = old ? MapPaths.OLD_ENV_OUTPUT_PATH : MapPaths.ENV_OUTPUT_PATH;
        String input = given.getOrDefault(inputName, MapPaths.INPUT);
        String output = given.getOrDefault(outputName, MapPaths.OUTPUT);
        variable(image, inputName, input, findings);
        variable(image, outputName, output, findings);
        boolean usable =
                MountPath.problem(input).isEmpty() && MountPath.problem(output).isEmpty();
        if (usable && MountPath.overlap(input, output)) {
            findings.error(
                    MapCheck.PATHS,
                    "the image's " + inputName + " and " + outputName + " are one folder, or one lies in the other");
        }
    }

    private static void variable(MapImage image, String name, String value, Findings findings) {
        if (image.config().ambiguous().contains(name)) {
            findings.error(MapCheck.PATHS, "the image sets " + name + " twice, to different values");
            return;
        }
        MountPath.problem(value).ifPresent(problem -> refuse(findings, "the image's " + name, value, problem));
    }

    private static void refuse(Findings findings, String subject, String value, String problem) {
        findings.error(MapCheck.PATHS, subject + " " + problem + ": " + Findings.shown(value));
    }
}
