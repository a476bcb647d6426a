package io.jenkins.plugins.monai.engine.buildmap.increment;

import io.jenkins.plugins.monai.engine.buildmap.Way;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.Platform;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses how a MAP comes about, by what the registry has. */
public final class WayFinder {

    private final RegistryClient registry;
    private final ImageReference repository;
    private final Platform platform;

    public WayFinder(RegistryClient registry, ImageReference repository, Platform platform) {
        this.registry = registry;
        this.repository = repository;
        this.platform = platform;
    }

    /**
     * @param fingerprint of what is to be built
     * @param labels the MAP is to have
     * @param tags it is to have: where a build of the same would be found
     */
    public Way find(Fingerprint fingerprint, Map<String, String> labels, List<String> tags)
            throws IOException, InterruptedException {
        List<String> places = new ArrayList<>(tags);
        places.add(fingerprint.foundationTag());
        List<RecordedImage> images = new ArrayList<>();
        for (String tag : places) {
            image(tag).ifPresent(images::add);
        }
        for (RecordedImage image : images) {
            if (image.config().labels().entrySet().containsAll(labels.entrySet())
                    && image.fingerprint().equals(fingerprint)) {
                return Way.unchanged(
                        repository.withDigest(image.digest()) + " was made of the same", image.digest(), fingerprint);
            }
        }
        String reason = "the repository has no MAP of this plugin under these tags";
        // The newest with this foundation is the last of them, and the one whose layers are likeliest to serve again.
        for (int i = images.size() - 1; i >= 0; i--) {
            RecordedImage image = images.get(i);
            Optional<String> problem = problem(image, fingerprint);
            if (problem.isEmpty()) {
                return Way.incremental(
                        "only application, models or manifests differ from " + repository.withDigest(image.digest()),
                        image.digest(),
                        fingerprint);
            }
            reason = problem.get();
        }
        return Way.full(reason, fingerprint);
    }

    private Optional<RecordedImage> image(String tag) throws IOException, InterruptedException {
        try {
            return RecordedImage.find(registry, repository.withTag(tag), platform);
        } catch (RegistryException e) {
            // What is there is none of ours: an index without the platform, an artifact.
            if (e.kind() == RegistryException.Kind.NOT_FOUND || e.kind() == RegistryException.Kind.INVALID) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<String> problem(RecordedImage image, Fingerprint fingerprint) {
        Fingerprint recorded = image.fingerprint();
        String name = repository.withDigest(image.digest()).toString();
        if (recorded.isEmpty()) {
            return Optional.of(name + " does not say what it was made of");
        }
        List<String> different = fingerprint.foundationDifferences(recorded);
        if (!different.isEmpty()) {
            return Optional.of(String.join(", ", different) + " changed since " + name);
        }
        return image.problem().map(text -> "of " + name + " no layers can be taken: " + text);
    }
}
