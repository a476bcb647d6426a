package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Dockerfile of a MAP that the plugin builds itself. What changes rarely comes first, the manifests come last and in
 * a layer of their own, so that a later version can share or replace single layers. Labels are not in it: the build gets
 * them as arguments, which need no escaping and leave the layers alone.
 */
final class Dockerfile {

    /** The requirements' folder inside the build context and the image. */
    static final String PIP_PACKAGES = "map/pip-packages.txt";

    private static final String USER = "1000:1000";

    private final PackageInputs inputs;
    private final String baseImage;

    Dockerfile(PackageInputs inputs, String baseImage) {
        this.inputs = inputs;
        this.baseImage = baseImage;
    }

    /** The whole file. */
    String text() {
        List<String> lines = new ArrayList<>(List.of(foundation(), requirements()));
        lines.add(copy("app/", MapPaths.APPLICATION + "/"));
        for (String model : inputs.modelNames()) {
            lines.add(copy("models/" + model + "/", MapPaths.MODELS + "/" + model + "/"));
        }
        lines.add(copy("app.yaml", MapPaths.CONFIG));
        lines.add("COPY [\"map/app.json\", \"map/pkg.json\", \"" + folder(MapPaths.APP_MANIFEST) + "/\"]");
        lines.add("USER " + USER);
        lines.add("WORKDIR " + MapPaths.WORKING_DIRECTORY);
        lines.add("ENTRYPOINT ["
                + BuiltinPackager.ENTRY_POINT.stream()
                        .map(word -> '"' + word + '"')
                        .collect(Collectors.joining(", ")) + "]");
        lines.add("CMD []");
        return lines.stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n")) + "\n";
    }

    /** What an application of any kind stands on. */
    String foundation() {
        String folders = String.join(
                " ",
                MapPaths.APPLICATION,
                MapPaths.MODELS,
                MapPaths.DOCS,
                folder(MapPaths.APP_MANIFEST),
                MapPaths.INPUT,
                MapPaths.OUTPUT,
                MapPaths.LOGS);
        return """
                FROM %s
                USER 0:0
                RUN set -eu; \\
                    python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))' \\
                        || { echo "ERROR: the base image needs Python 3.9 or newer with venv and pip" >&2; exit 1; }; \\
                    python3 -m venv --system-site-packages %s; \\
                    grep -q '^[^:]*:[^:]*:1000:' /etc/group || echo 'holoscan:x:1000:' >> /etc/group; \\
                    grep -q '^[^:]*:[^:]*:1000:' /etc/passwd \\
                        || echo 'holoscan:x:1000:1000::%s:/bin/sh' >> /etc/passwd; \\
                    mkdir -p %s; \\
                    chown -R %s %s
                ENV PATH=%s/bin:$PATH HOME=%s PYTHONUNBUFFERED=1 \\
                %s
                COPY ["map/entrypoint.py", "%s"]""".formatted(
                        baseImage,
                        BuiltinPackager.VENV,
                        MapPaths.WORKING_DIRECTORY,
                        folders,
                        USER,
                        MapPaths.WORKING_DIRECTORY,
                        BuiltinPackager.VENV,
                        MapPaths.WORKING_DIRECTORY,
                        variables(),
                        BuiltinPackager.ENTRY_POINT_FILE);
    }

    private String variables() {
        List<String> variables = new ArrayList<>();
        MapPaths.environment().forEach((name, value) -> variables.add(name + "=" + value));
        // The names that the App SDK's own packager uses instead.
        variables.add("HOLOSCAN_DOCS_PATH=" + MapPaths.DOCS);
        variables.add("HOLOSCAN_LOGS_PATH=" + MapPaths.LOGS);
        if (inputs.gpu()) {
            // Read by the NVIDIA Container Toolkit, which adds the driver's libraries.
            variables.add("NVIDIA_VISIBLE_DEVICES=all");
            variables.add("NVIDIA_DRIVER_CAPABILITIES=compute,utility");
        }
        return variables.stream().collect(Collectors.joining(" \\\n    ", "    ", ""));
    }

    /** The index, its password and its certificate come from the building machine and stay there. */
    private String requirements() {
        List<String> files = new ArrayList<>();
        if (inputs.hasRequirements()) {
            files.add("requirements.txt");
        }
        if (!inputs.appConfig().pipPackages().isEmpty()) {
            files.add(PIP_PACKAGES);
        }
        if (files.isEmpty()) {
            return "";
        }
        String folder = BuiltinPackager.TOOLS + "/requirements/";
        return """
                COPY [%s, "%s"]
                RUN %s--mount=type=secret,id=pip-conf --mount=type=secret,id=ca-bundle \\
                    set -eu; \\
                    if [ -s /run/secrets/pip-conf ]; then export PIP_CONFIG_FILE=/run/secrets/pip-conf; fi; \\
                    if [ -s /run/secrets/ca-bundle ]; then export PIP_CERT=/run/secrets/ca-bundle; fi; \\
                    %s/bin/python3 -m pip install --no-cache-dir --disable-pip-version-check --progress-bar off%s""".formatted(
                        files.stream().map(file -> '"' + file + '"').collect(Collectors.joining(", ")),
                        folder,
                        mount(inputs.requirements()),
                        BuiltinPackager.VENV,
                        files.stream()
                                .map(file -> " -r " + folder + file.substring(file.lastIndexOf('/') + 1))
                                .collect(Collectors.joining()));
    }

    /** Wheels that are installed need not lie in the image as well. Pip builds a project in its own folder. */
    private static String mount(Requirements requirements) {
        return requirements.hasFiles()
                ? "--mount=type=bind,source=" + Requirements.FOLDER + ",target=" + Requirements.MOUNTED
                        + (requirements.remarks().folder() == null ? "" : ",rw") + " \\\n    "
                : "";
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String copy(String from, String to) {
        return "COPY [\"" + from + "\", \"" + to + "\"]";
    }
}
