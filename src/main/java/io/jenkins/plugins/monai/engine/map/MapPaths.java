package io.jenkins.plugins.monai.engine.map;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Paths, variables and labels of a MAP by version 1.0.0 of the specification: "Table of Important Paths", "Table of
 * Environment Variables", "Image Annotations". Folders are without a slash at their end.
 */
public final class MapPaths {

    /** The version of the specification: {@code apiVersion} of both manifests. */
    public static final String API_VERSION = "1.0.0";

    public static final String APP_MANIFEST = "/etc/holoscan/app.json";
    public static final String PKG_MANIFEST = "/etc/holoscan/pkg.json";
    public static final String APPLICATION = "/opt/holoscan/app";
    public static final String MODELS = "/opt/holoscan/models";
    public static final String DOCS = "/opt/holoscan/docs";
    public static final String WORKING_DIRECTORY = "/var/holoscan";
    public static final String INPUT = "/var/holoscan/input";
    public static final String OUTPUT = "/var/holoscan/output";
    public static final String LOGS = "/var/holoscan/logs";

    /** The application's configuration, app.yaml. */
    public static final String CONFIG = "/var/holoscan/app.yaml";

    /** Where {@code extract} copies to. */
    public static final String EXPORT = "/var/run/holoscan/export";

    public static final String ENV_INPUT_PATH = "HOLOSCAN_INPUT_PATH";
    public static final String ENV_OUTPUT_PATH = "HOLOSCAN_OUTPUT_PATH";
    /** The names of version 0.1.0. */
    public static final String OLD_ENV_INPUT_PATH = "MONAI_INPUTPATH";

    public static final String OLD_ENV_OUTPUT_PATH = "MONAI_OUTPUTPATH";

    public static final String ENV_WORKDIR = "HOLOSCAN_WORKDIR";
    public static final String ENV_MODEL_PATH = "HOLOSCAN_MODEL_PATH";
    public static final String ENV_CONFIG_PATH = "HOLOSCAN_CONFIG_PATH";
    public static final String ENV_APP_MANIFEST_PATH = "HOLOSCAN_APP_MANIFEST_PATH";
    public static final String ENV_PKG_MANIFEST_PATH = "HOLOSCAN_PKG_MANIFEST_PATH";
    public static final String ENV_DOCS = "HOLOSCAN_DOCS";
    public static final String ENV_LOGS = "HOLOSCAN_LOGS";

    public static final String LABEL_TITLE = "org.opencontainers.image.title";
    public static final String LABEL_VERSION = "org.opencontainers.image.version";

    private MapPaths() {}

    /**
     * The nine variables that {@code app.json#environment} must hold, with their default values, in the order of the
     * specification. Its table names {@code app.config} and {@code pkg.config} for the manifests; everywhere else it says
     * {@code app.json} and {@code pkg.json}, and so do these.
     */
    public static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(ENV_INPUT_PATH, INPUT + "/");
        environment.put(ENV_OUTPUT_PATH, OUTPUT + "/");
        environment.put(ENV_WORKDIR, WORKING_DIRECTORY + "/");
        environment.put(ENV_MODEL_PATH, MODELS + "/");
        environment.put(ENV_CONFIG_PATH, CONFIG);
        environment.put(ENV_APP_MANIFEST_PATH, APP_MANIFEST);
        environment.put(ENV_PKG_MANIFEST_PATH, PKG_MANIFEST);
        environment.put(ENV_DOCS, DOCS);
        environment.put(ENV_LOGS, LOGS);
        return Collections.unmodifiableMap(environment);
    }
}
