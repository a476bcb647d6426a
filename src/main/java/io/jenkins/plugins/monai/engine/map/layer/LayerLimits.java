package io.jenkins.plugins.monai.engine.map.layer;

/**
 * How much of an image is read at most. The layers of a MAP that matter are the small ones on top; a base image or a
 * model has gigabytes.
 *
 * @param layerBytes a larger layer is skipped: bytes, compressed
 * @param totalBytes all layers together: bytes, compressed
 * @param unpackedBytes a layer that unpacks to more is skipped
 * @param entries in all layers together
 */
public record LayerLimits(long layerBytes, long totalBytes, long unpackedBytes, int entries) {

    public static final LayerLimits DEFAULT = new LayerLimits(64L << 20, 512L << 20, 1L << 30, 500_000);

    /** Largest file whose content is kept: bytes. */
    public static final int FILE_BYTES = 1 << 20;

    /** What the tar's own headers of one entry may take, long names included: bytes. */
    static final int HEADER_BYTES = 1 << 20;
}
