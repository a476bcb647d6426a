package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.ModelNames;
import io.jenkins.plugins.monai.engine.text.ForeignText;

/**
 * An entry of {@code models}: {@code PATH} or {@code NAME=PATH}. A path that itself has an equals sign behind what could
 * be a name is written with {@code ./} in front.
 *
 * @param name empty for that of the file or folder
 */
public record ModelEntry(String name, String path) {

    public static ModelEntry of(String given) {
        int equals = given.indexOf('=');
        String name = equals < 0 ? "" : given.substring(0, equals).strip();
        return equals >= 0 && name.indexOf('/') < 0
                ? new ModelEntry(name, given.substring(equals + 1).strip())
                : new ModelEntry("", given.strip());
    }

    /**
     * What can be said of an entry without the workspace.
     *
     * @throws OperationException a name or a path that cannot be
     */
    public static void check(String given) throws OperationException {
        ModelEntry entry = of(given);
        if (given.strip().startsWith("=") || !entry.name().isEmpty() && !ModelNames.isValid(entry.name())) {
            throw new OperationException(
                    "'" + ForeignText.value(entry.name()) + "' cannot be the name of a model", ModelNames.RULE);
        }
        if (entry.path().isEmpty()) {
            throw new OperationException(
                    "The model '" + ForeignText.value(entry.name()) + "' has no path",
                    "Write it in models as 'NAME=PATH', as in 'liver=models/liver.ts'");
        }
    }
}
