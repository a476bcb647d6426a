package io.jenkins.plugins.monai.engine.packager;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where things are inside a MAP: the paths and variables of the MAP specification 1.0.0. */
final class MapLayout {

    static final String APPLICATION_ROOT = "/opt/holoscan/app/";
    static final String MODEL_ROOT = "/opt/holoscan/models/";
    static final String DOCS = "/opt/holoscan/docs/";
    static final String WORKING_DIRECTORY = "/var/holoscan/";
    static final String INPUT = WORKING_DIRECTORY + "input/";
    static final String OUTPUT = WORKING_DIRECTORY + "output/";
    static final String LOGS = WORKING_DIRECTORY + "logs/";
    static final String CONFIG = WORKING_DIRECTORY + "app.yaml";
    static final String MANIFESTS = "/etc/holoscan/";

    /** Not in the specification: the interpreter with the requirements, and what starts the application. */
    static final String VENV = "/opt/holoscan/venv/";

    static final String TOOLS = "/opt/holoscan/tools/";

    private MapLayout() {}

    /** The nine variables of the specification's table of environment variables, in its order. */
    static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOLOSCAN_INPUT_PATH", INPUT);
        environment.put("HOLOSCAN_OUTPUT_PATH", OUTPUT);
        environment.put("HOLOSCAN_WORKDIR", WORKING_DIRECTORY);
        environment.put("HOLOSCAN_MODEL_PATH", MODEL_ROOT);
        environment.put("HOLOSCAN_CONFIG_PATH", CONFIG);
        environment.put("HOLOSCAN_APP_MANIFEST_PATH", MANIFESTS + "app.json");
        environment.put("HOLOSCAN_PKG_MANIFEST_PATH", MANIFESTS + "pkg.json");
        environment.put("HOLOSCAN_DOCS", DOCS);
        environment.put("HOLOSCAN_LOGS", LOGS);
        return environment;
    }
}
