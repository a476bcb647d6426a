package io.jenkins.plugins.monai.engine.map;

import io.jenkins.plugins.monai.engine.registry.ImageConfig;
import io.jenkins.plugins.monai.engine.registry.ImageManifest;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What was verified. Texts are empty where the image does not say. Kept in build records. */
public final class VerificationSubject implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String image;
    private final String digest;
    private String imageDigest = "";
    private String platform = "";
    private String specification = "";
    private long sizeBytes;
    private final TreeMap<String, String> labels = new TreeMap<>();

    public VerificationSubject(ImageReference image, String digest) {
        this(image.toString(), digest);
    }

    private VerificationSubject(String image, String digest) {
        this.image = image;
        this.digest = digest;
    }

    public void describe(ImageManifest manifest, ImageConfig config) {
        imageDigest = manifest.digest();
        platform = config.platform().toString();
        sizeBytes = manifest.totalSize();
        labels.putAll(manifest.annotations());
        labels.putAll(config.labels());
    }

    VerificationSubject shown(UnaryOperator<String> how) {
        VerificationSubject shown = new VerificationSubject(image, digest);
        shown.imageDigest = imageDigest;
        shown.platform = how.apply(platform);
        shown.specification = specification;
        shown.sizeBytes = sizeBytes;
        labels.forEach((name, value) -> shown.labels.put(how.apply(name), how.apply(value)));
        return shown;
    }

    public void specification(MapLayout layout) {
        specification = layout.version();
    }

    /** As the verification was asked for. */
    public String getImage() {
        return image;
    }

    /** Of what the tag points to: of the index where the image has one. */
    public String getDigest() {
        return digest;
    }

    /** Of the image for {@link #getPlatform}. */
    public String getImageDigest() {
        return imageDigest;
    }

    /** {@code linux/amd64}. */
    public String getPlatform() {
        return platform;
    }

    /** The version of the MAP specification whose paths the image uses: {@code 1.0.0} or {@code 0.1.0}. */
    public String getSpecification() {
        return specification;
    }

    /** Configuration and layers, compressed: bytes. */
    public long getSizeBytes() {
        return sizeBytes;
    }

    /** Label {@code org.opencontainers.image.title}. */
    public String getTitle() {
        return labels.getOrDefault(MapPaths.LABEL_TITLE, "");
    }

    /** Label {@code org.opencontainers.image.version}. */
    public String getVersion() {
        return labels.getOrDefault(MapPaths.LABEL_VERSION, "");
    }

    /** All labels of the image, and the annotations of its manifest. */
    public Map<String, String> getLabels() {
        return Collections.unmodifiableMap(labels);
    }
}
