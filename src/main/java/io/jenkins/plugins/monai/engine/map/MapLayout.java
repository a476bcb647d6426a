package io.jenkins.plugins.monai.engine.map;

import java.util.Locale;

/** The two versions of the specification: where they keep things, and how they spell the keys of the manifests. */
public enum MapLayout {
    HOLOSCAN("1.0.0", "holoscan"),
    MONAI("0.1.0", "monai");

    private final String version;
    private final String folder;

    MapLayout(String version, String folder) {
        this.version = version;
        this.folder = folder;
    }

    public String version() {
        return version;
    }

    public String appManifest() {
        return "/etc/" + folder + "/app.json";
    }

    public String pkgManifest() {
        return "/etc/" + folder + "/pkg.json";
    }

    public String application() {
        return "/opt/" + folder + "/app";
    }

    public String models() {
        return "/opt/" + folder + "/models";
    }

    public String docs() {
        return "/opt/" + folder + "/docs";
    }

    public String workingDirectory() {
        return "/var/" + folder;
    }

    /** A key of a manifest as this version spells it: {@code sdkVersion}, {@code sdk-version}. */
    public String key(String camelCase) {
        return this == HOLOSCAN ? camelCase : kebabCase(camelCase);
    }

    static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
