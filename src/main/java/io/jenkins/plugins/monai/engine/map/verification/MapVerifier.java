package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapManifests;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.map.VerificationSubject;
import io.jenkins.plugins.monai.engine.map.layer.LayerLimits;
import io.jenkins.plugins.monai.engine.registry.ImageConfig;
import io.jenkins.plugins.monai.engine.registry.ImageIndex;
import io.jenkins.plugins.monai.engine.registry.ImageManifest;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.Manifest;
import io.jenkins.plugins.monai.engine.registry.MediaTypes;
import io.jenkins.plugins.monai.engine.registry.Platform;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether an image in a registry is a MAP that can run, from its manifest, its configuration and its small layers,
 * without a container engine. Nothing of the image is executed.
 *
 * <p>An ERROR says that the MAP cannot run: no image for Linux on amd64 or arm64, a layer that cannot be unpacked,
 * manifests that are missing or no JSON, no command or one whose program is missing, no path of the input or the output,
 * no entry point; or that the inference runner refuses it: folders that are no plain absolute paths, root as its user. A
 * WARN is a deviation from the specification with which it runs all the same; every MAP of the upstream
 * packager has some.
 */
public final class MapVerifier {

    private static final List<Platform> PLATFORMS = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);

    private final RegistryClient registry;
    private final ImageReference image;
    private final LayerLimits limits;
    private final Findings findings = new Findings();

    private MapVerifier(RegistryClient registry, ImageReference image, LayerLimits limits) {
        this.registry = registry;
        this.image = image;
        this.limits = limits;
    }

    /**
     * Verifies an image, of an index the one for linux/amd64, else the one for linux/arm64.
     *
     * @throws RegistryException the registry did not give what was asked of it; the image says nothing about it
     */
    public static VerificationReport verify(RegistryClient registry, ImageReference image)
            throws IOException, InterruptedException {
        return verify(registry, image, LayerLimits.DEFAULT);
    }

    static VerificationReport verify(RegistryClient registry, ImageReference image, LayerLimits limits)
            throws IOException, InterruptedException {
        return new MapVerifier(registry, image, limits).run();
    }

    private VerificationReport run() throws IOException, InterruptedException {
        Manifest named = registry.manifest(image);
        VerificationSubject subject = new VerificationSubject(image, named.digest());
        Optional<ImageManifest> manifest = select(named);
        if (manifest.isPresent()) {
            ImageConfig config = registry.config(image, manifest.get());
            subject.describe(manifest.get(), config);
            if (isSupported(config)) {
                checkFiles(subject, manifest.get(), config);
            }
        }
        return new VerificationReport(subject, findings.list());
    }

    private Optional<ImageManifest> select(Manifest named) throws IOException, InterruptedException {
        if (named instanceof ImageIndex index && index.select(PLATFORMS).isEmpty()) {
            findings.error(MapCheck.PLATFORM, "there is no image for " + PLATFORMS + ", only for " + index.platforms());
            return Optional.empty();
        }
        ImageManifest manifest = registry.imageManifest(image.withDigest(named.digest()), PLATFORMS);
        if (!MediaTypes.isImageConfig(manifest.config().mediaType())) {
            findings.error(
                    MapCheck.PLATFORM,
                    "this is no container image but "
                            + Findings.shown(manifest.config().mediaType()));
            return Optional.empty();
        }
        return Optional.of(manifest);
    }

    private boolean isSupported(ImageConfig config) {
        if (PLATFORMS.contains(config.platform())) {
            return true;
        }
        findings.error(
                MapCheck.PLATFORM,
                "the image is for " + Findings.shown(config.platform()) + ", and a MAP is for one of " + PLATFORMS);
        return false;
    }

    private void checkFiles(VerificationSubject subject, ImageManifest manifest, ImageConfig config)
            throws IOException, InterruptedException {
        Set<String> names = new HashSet<>(ManifestFinder.FILE_NAMES);
        names.addAll(UserCheck.FILE_NAMES);
        names.addAll(EntryPointChecks.scriptNames(config));
        ImageFiles files = new ImageFiles(registry, image, manifest.layers(), names, limits);
        Optional<MapManifests> manifests = new ManifestFinder(files, findings).find();
        if (manifests.isPresent()) {
            subject.specification(manifests.get().layout());
            Map<String, String> labels = new HashMap<>(subject.getLabels());
            check(new MapImage(config, labels, files, manifests.get()));
        }
        files.skipped().forEach(this::report);
    }

    private void check(MapImage map) throws IOException, InterruptedException {
        LabelChecks.check(map, findings);
        AppManifestChecks.check(map, findings);
        MountPathChecks.check(map, findings);
        EnvironmentCheck.check(map, findings);
        ProbeCheck.check(map, findings);
        PkgManifestChecks.check(map, findings);
        ResourcesCheck.check(map, findings);
        ContentChecks.check(map, findings);
        EntryPointChecks.check(map, findings);
        CommandCheck.check(map, findings);
        UserCheck.check(map, findings);
        ContentChecks.checkDocs(map, findings);
    }

    private void report(ImageFiles.Skipped skipped) {
        String message = "the layer " + skipped.layer().digest() + " " + skipped.reason();
        if (skipped.malformed()) {
            findings.error(MapCheck.PLATFORM, message);
        } else {
            findings.info(MapCheck.CONTENT, message + ", and was not looked at");
        }
    }
}
