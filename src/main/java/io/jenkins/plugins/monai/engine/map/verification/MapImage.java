package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.AppManifest;
import io.jenkins.plugins.monai.engine.map.MapLayout;
import io.jenkins.plugins.monai.engine.map.MapManifests;
import io.jenkins.plugins.monai.engine.map.PkgManifest;
import io.jenkins.plugins.monai.engine.registry.ImageConfig;
import java.util.Map;

/** What the checks look at. */
record MapImage(ImageConfig config, Map<String, String> labels, ImageFiles files, MapManifests manifests) {

    MapLayout layout() {
        return manifests.layout();
    }

    AppManifest app() {
        return manifests.app();
    }

    PkgManifest pkg() {
        return manifests.pkg();
    }

    /** How the manifest names a key in messages: {@code app.json#input.path}. */
    static String appKey(String key) {
        return "app.json#" + key;
    }

    static String pkgKey(String key) {
        return "pkg.json#" + key;
    }
}
