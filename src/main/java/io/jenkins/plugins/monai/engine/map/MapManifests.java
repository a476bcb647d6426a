package io.jenkins.plugins.monai.engine.map;

/** Both manifests of a MAP. */
public record MapManifests(MapLayout layout, AppManifest app, PkgManifest pkg) {

    /** @throws IllegalArgumentException one of them is no JSON object in UTF-8; the message names it */
    public static MapManifests parse(MapLayout layout, byte[] appJson, byte[] pkgJson) {
        return new MapManifests(layout, app(layout, appJson), pkg(layout, pkgJson));
    }

    private static AppManifest app(MapLayout layout, byte[] content) {
        try {
            return AppManifest.parse(content, layout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(layout.appManifest() + " " + e.getMessage(), e);
        }
    }

    private static PkgManifest pkg(MapLayout layout, byte[] content) {
        try {
            return PkgManifest.parse(content, layout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(layout.pkgManifest() + " " + e.getMessage(), e);
        }
    }
}
