package io.jenkins.plugins.monai.engine.buildmap.workspace;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.ModelEntry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.AppConfig;
import io.jenkins.plugins.monai.engine.packager.AppConfigReader;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import io.jenkins.plugins.monai.engine.requirements.RequirementsReader;
import io.jenkins.plugins.monai.engine.source.LeftOut;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The application, its configuration, requirements and models, found in the workspace and checked.
 *
 * @param appFolder the folder that is sent
 * @param entryPoint the {@code .py} file in it that is started; empty for {@code __main__.py}
 * @param configPath app.yaml
 * @param requirements those of the requirements file and of app.yaml
 * @param models their paths by the name of the folder each gets in the MAP, in the order given
 */
public record ApplicationInputs(
        String appFolder,
        String entryPoint,
        String configPath,
        AppConfig config,
        Requirements requirements,
        Map<String, String> models) {

    /** @throws OperationException something is missing, outside the workspace or unreadable; the message names it */
    public static ApplicationInputs find(BuildMapRequest request, SourceTree source) throws OperationException {
        try {
            return new Finder(request, source).find();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A workspace that cannot be read, as a message. */
    public static OperationException unreadable(IOException e) {
        return new OperationException(
                "The workspace could not be read: " + e.getMessage(),
                "Check that the agent is connected and may read its workspace, and that it holds no more than is needed",
                e);
    }

    /** Files of requirements, and what they name in the workspace. */
    List<String> requirementsPaths() {
        List<String> paths = new ArrayList<>(requirements.files());
        paths.addAll(requirements.local().values());
        return paths;
    }

    private record Finder(BuildMapRequest request, SourceTree source) {

        ApplicationInputs find() throws OperationException, IOException {
            String app = trimmed(request.app());
            boolean file = existing("app", app) == Kind.FILE;
            if (file && !app.endsWith(".py")) {
                throw new OperationException(
                        "The application '" + app + "' is neither a folder nor a .py file",
                        "Name in 'app' a folder with __main__.py, or a .py file");
            }
            String folder = file ? parent(app) : app;
            if (!file && source.kind(child(folder, "__main__.py")) != Kind.FILE) {
                throw new OperationException(
                        "The application folder '" + app + "' has no __main__.py",
                        "Add one, or name in 'app' the .py file that starts the application");
            }
            String config = config(folder);
            AppConfig appConfig = appConfig(config);
            Requirements requirements =
                    RequirementsReader.read(source, requirements(folder).orElse(null), appConfig.pipPackages(), config);
            return new ApplicationInputs(
                    folder,
                    file ? app.substring(app.lastIndexOf('/') + 1) : "",
                    config,
                    appConfig.withPipPackages(requirements.pipPackages()),
                    requirements,
                    models());
        }

        private String config(String folder) throws OperationException, IOException {
            String config = request.config() == null ? child(folder, "app.yaml") : trimmed(request.config());
            if (existing("config", config) != Kind.FILE) {
                throw new OperationException("'" + config + "' is no file", "Name in 'config' the app.yaml");
            }
            return config;
        }

        private Optional<String> requirements(String folder) throws OperationException, IOException {
            if (request.requirements() != null) {
                String requirements = trimmed(request.requirements());
                if (existing("requirements", requirements) != Kind.FILE) {
                    throw new OperationException(
                            "'" + requirements + "' is no file", "Name in 'requirements' the requirements.txt");
                }
                return Optional.of(requirements);
            }
            String beside = child(folder, "requirements.txt");
            return source.kind(beside) == Kind.FILE ? Optional.of(beside) : Optional.empty();
        }

        private Map<String, String> models() throws OperationException, IOException {
            Map<String, String> models = new LinkedHashMap<>();
            for (String given : request.models()) {
                ModelEntry.check(given);
                ModelEntry entry = ModelEntry.of(given);
                String model = trimmed(entry.path());
                Kind kind = existing("models", model);
                if (model.equals(".")) {
                    throw new OperationException(
                            "The whole workspace cannot be a model",
                            "Name in 'models' files or folders of the workspace");
                }
                String name = entry.name().isEmpty() ? nameOf(model, kind) : entry.name();
                String other = models.put(name, model);
                if (other != null) {
                    ModelFolders.refuse(name, other, model);
                }
            }
            return models;
        }

        private static String nameOf(String model, Kind kind) {
            String name = model.substring(model.lastIndexOf('/') + 1);
            return kind == Kind.FILE && name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
        }

        private Kind existing(String parameter, String path) throws OperationException, IOException {
            Kind kind = source.kind(path);
            if (kind == Kind.MISSING) {
                Optional<Absence> kept = keptElsewhere(path);
                if (kept.isPresent()) {
                    throw new OperationException(
                            "What '" + parameter + "' names is not there: "
                                    + kept.get().what(),
                            kept.get().remedy());
                }
                throw new OperationException(
                        "'" + path + "' does not exist in the workspace",
                        "Check " + parameter + ", and that the sources are checked out before this step");
            }
            if (kind == Kind.OUTSIDE) {
                throw new OperationException(
                        "'" + path + "' lies outside the workspace",
                        "Name in '" + parameter + "' a path inside the workspace");
            }
            return kind;
        }

        private Optional<Absence> keptElsewhere(String path) throws IOException {
            Optional<LeftOut> leftOut = source.leftOut(path);
            if (leftOut.isPresent()) {
                return leftOut.map(Absence::of);
            }
            return new DvcRecords(source).of(path).map(record -> Absence.dvc(path, record));
        }

        private AppConfig appConfig(String path) throws OperationException, IOException {
            try (InputStream in = source.open(path)) {
                return AppConfigReader.read(in, path);
            }
        }

        private static String trimmed(String path) {
            String trimmed = path.trim().replaceAll("^(\\./+)+", "").replaceAll("/+$", "");
            return trimmed.isEmpty() ? "." : trimmed;
        }

        private static String parent(String path) {
            return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : ".";
        }

        private static String child(String folder, String name) {
            return folder.equals(".") ? name : folder + "/" + name;
        }
    }
}
