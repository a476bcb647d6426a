package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.SemanticVersion;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What both packagers ask of their inputs, all of which end up in file names, Dockerfiles and scripts. */
final class InputChecks {

    private static final Pattern ENTRY_POINT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.py");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}(?:@sha256:[0-9a-f]{64})?");

    private InputChecks() {}

    /** @throws OperationException names the parameter */
    static void check(PackageInputs inputs) throws OperationException {
        require(
                SemanticVersion.normalise(inputs.appConfig().version()).isPresent(),
                "'application.version' is '" + inputs.appConfig().version() + "', which is no semantic version",
                "Write one like 1.0.0 or 1.0.0-rc.1 in the file named by config");
        require(
                inputs.entryPoint().isEmpty()
                        || ENTRY_POINT.matcher(inputs.entryPoint()).matches(),
                "The application cannot be started from '" + inputs.entryPoint() + "'",
                "Let app name a .py file, with letters, digits, '_', '-' and '.' only, or a folder with __main__.py");
        Set<String> seen = new HashSet<>();
        for (String model : inputs.modelNames()) {
            require(ModelNames.isValid(model), "'" + model + "' cannot be the name of a model", ModelNames.RULE);
            require(seen.add(model), "Two models are called '" + model + "'", "Give each in models a name of its own");
        }
        require(
                inputs.baseImage() == null || IMAGE.matcher(inputs.baseImage()).matches(),
                "'" + inputs.baseImage() + "' is no reference to an image",
                "Correct baseImage, as in " + BuiltinPackager.DEFAULT_BASE_IMAGE);
    }

    private static void require(boolean met, String problem, String remedy) throws OperationException {
        if (!met) {
            throw new OperationException(problem, remedy);
        }
    }
}
