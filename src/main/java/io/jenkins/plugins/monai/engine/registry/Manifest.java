package io.jenkins.plugins.monai.engine.registry;

/** What a tag points to: one image, or an index of images for several platforms. */
public sealed interface Manifest permits ImageManifest, ImageIndex {

    /** Of the manifest's bytes as the registry holds them. */
    String digest();

    String mediaType();
}
