package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapLayout;
import io.jenkins.plugins.monai.engine.map.MapManifests;
import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import io.jenkins.plugins.monai.engine.map.layer.LayerLimits;
import io.jenkins.plugins.monai.engine.map.verification.ImageFiles.Presence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Row 4: the manifests, in the folders of either version of the specification. */
final class ManifestFinder {

    static final Set<String> FILE_NAMES = Set.of("app.json", "pkg.json");

    private final ImageFiles files;
    private final Findings findings;

    ManifestFinder(ImageFiles files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /** Both manifests; empty, with an explanation among the findings, when one of them cannot be had. */
    Optional<MapManifests> find() throws IOException, InterruptedException {
        Optional<MapLayout> layout = layout();
        if (layout.isEmpty()) {
            return Optional.empty();
        }
        if (layout.get() == MapLayout.MONAI) {
            findings.info(
                    MapCheck.MANIFESTS,
                    "the MAP follows version 0.1.0 of the specification, which has its files in /etc/monai, "
                            + "/opt/monai and /var/monai");
        }
        Optional<byte[]> app = content(layout.get().appManifest());
        Optional<byte[]> pkg = content(layout.get().pkgManifest());
        if (app.isEmpty() || pkg.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MapManifests.parse(layout.get(), app.get(), pkg.get()));
        } catch (IllegalArgumentException e) {
            findings.error(MapCheck.MANIFESTS, e.getMessage());
            return Optional.empty();
        }
    }

    /** That of the manifest which lies uppermost. */
    private Optional<MapLayout> layout() throws IOException, InterruptedException {
        List<String> paths = List.of(
                MapLayout.HOLOSCAN.appManifest(),
                MapLayout.HOLOSCAN.pkgManifest(),
                MapLayout.MONAI.appManifest(),
                MapLayout.MONAI.pkgManifest());
        if (files.presence(paths) == Presence.ABSENT) {
            findings.error(
                    MapCheck.MANIFESTS,
                    "the image is no MAP: it has neither " + MapLayout.HOLOSCAN.appManifest() + " nor "
                            + MapLayout.MONAI.appManifest());
            return Optional.empty();
        }
        for (MapLayout layout : MapLayout.values()) {
            if (files.findRead(layout.appManifest()).isPresent()
                    || files.findRead(layout.pkgManifest()).isPresent()) {
                return Optional.of(layout);
            }
        }
        findings.warn(
                MapCheck.MANIFESTS,
                "the manifests are in none of the layers that could be read, so nothing in them was checked");
        return Optional.empty();
    }

    private Optional<byte[]> content(String path) throws IOException, InterruptedException {
        Optional<LayerEntry> file = files.find(path);
        if (file.isEmpty()) {
            if (files.presence(path) == Presence.ABSENT) {
                findings.error(MapCheck.MANIFESTS, path + " is missing");
            } else {
                findings.warn(
                        MapCheck.MANIFESTS,
                        path + " is in none of the layers that could be read, so nothing in it was checked");
            }
            return Optional.empty();
        }
        if (file.get().content() == null) {
            findings.error(MapCheck.MANIFESTS, path + " is no file of at most " + LayerLimits.FILE_BYTES + " bytes");
        }
        return file.map(LayerEntry::content);
    }
}
