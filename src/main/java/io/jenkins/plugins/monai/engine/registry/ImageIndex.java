package io.jenkins.plugins.monai.engine.registry;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The manifest of an image that was built for several platforms, or of one that carries attestations. */
public record ImageIndex(String digest, String mediaType, List<Entry> entries) implements Manifest {

    /** @param platform null when the index does not say */
    public record Entry(Descriptor manifest, Platform platform) {}

    public ImageIndex {
        entries = List.copyOf(entries);
    }

    /** The image of the first of these platforms that the index has. */
    public Optional<Entry> select(List<Platform> wanted) {
        return wanted.stream()
                .flatMap(platform -> entries.stream().filter(entry -> platform.equals(entry.platform())))
                .findFirst();
    }

    /** The platforms it has images for, without those of attestations ({@code unknown/unknown}). */
    public List<Platform> platforms() {
        return entries.stream()
                .map(Entry::platform)
                .filter(Objects::nonNull)
                .filter(platform -> !"unknown".equals(platform.os()))
                .distinct()
                .toList();
    }
}
