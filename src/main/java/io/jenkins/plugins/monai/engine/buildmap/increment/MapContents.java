package io.jenkins.plugins.monai.engine.buildmap.increment;

import io.jenkins.plugins.monai.engine.map.MapPaths;

/** Which files a layer has, by the instruction that made it. */
final class MapContents {

    private MapContents() {}

    /** Of app.json, pkg.json or app.yaml. */
    static boolean isManifest(String history) {
        return history.contains("/etc/holoscan") || history.contains(MapPaths.CONFIG);
    }
}
