package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.text.ByteSize;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A MAP that a build of the job has made. Kept in the job's folder. */
@ExportedBean(defaultVisibility = 2)
public final class BuiltMap implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int build;
    private final long millis;
    private final String image;
    private final String digest;
    private final long sizeBytes;
    private final double seconds;
    private final Double usd;

    private BuiltMap(int build, long millis, double seconds, Map<String, String> outputs) {
        this.build = build;
        this.millis = millis;
        this.seconds = seconds;
        this.image = outputs.get("imageUri");
        this.digest = outputs.get("imageDigest");
        this.sizeBytes = Long.parseLong(outputs.get("imageSizeBytes"));
        this.usd = outputs.containsKey("estimatedUsd") ? Double.valueOf(outputs.get("estimatedUsd")) : null;
    }

    /** Whether an operation with these outputs has built a MAP. */
    static boolean isIn(Map<String, String> outputs) {
        return outputs.containsKey("imageUri") && outputs.containsKey("imageSizeBytes");
    }

    /**
     * @param build its number
     * @param millis when the operation ended, milliseconds since the epoch
     * @param seconds how long it took
     */
    static BuiltMap of(int build, long millis, double seconds, Map<String, String> outputs) {
        return new BuiltMap(build, millis, seconds, outputs);
    }

    /** The build's number. */
    @Exported
    public int getBuild() {
        return build;
    }

    /** Milliseconds since the epoch. */
    @Exported
    public long getMillis() {
        return millis;
    }

    /** For machines. */
    public String getInstant() {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** For people, in the controller's time zone. */
    public String getWhen() {
        return Quantities.when(millis);
    }

    /** With the first of its tags. */
    @Exported
    public String getImage() {
        return image;
    }

    /** Repository and tag, without the registry, which is the same for all; of a commit only its beginning. */
    public String getImageName() {
        return ShortNames.image(image);
    }

    @Exported
    public String getDigest() {
        return digest;
    }

    /** Enough of the digest to tell it from another. */
    public String getShortDigest() {
        return ShortNames.of(digest);
    }

    @Exported
    public long getSizeBytes() {
        return sizeBytes;
    }

    public String getSizeText() {
        return ByteSize.of(sizeBytes);
    }

    /** How long the operation took, its clean-up included. */
    @Exported
    public double getSeconds() {
        return seconds;
    }

    public String getDuration() {
        return Quantities.duration(seconds);
    }

    /** Of the machine and its volume, an estimate; null where its price is not known. */
    @Exported
    public Double getUsd() {
        return usd;
    }

    /** Empty where the price is not known. */
    public String getCost() {
        return usd == null ? "" : Quantities.usd(usd);
    }
}
