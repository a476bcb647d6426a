package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What a build of a MAP came to. */
public final class BuildMapResult implements PhasedOperation.Result, Serializable {

    private static final long serialVersionUID = 1L;

    private final String imageUri;
    private final String imageDigest;
    private final long imageSizeBytes;
    private final String instanceId;
    private final String instanceType;
    private final String region;
    private final ArrayList<PhaseRecord> phases;
    private final VerificationReport verification;
    private final Double estimatedUsd;
    private final Way way;

    public BuildMapResult(
            String imageUri,
            String imageDigest,
            long imageSizeBytes,
            String instanceId,
            String instanceType,
            String region,
            List<PhaseRecord> phases,
            VerificationReport verification,
            Double estimatedUsd,
            Way way) {
        this.imageUri = imageUri;
        this.imageDigest = imageDigest;
        this.imageSizeBytes = imageSizeBytes;
        this.instanceId = instanceId;
        this.instanceType = instanceType;
        this.region = region;
        this.phases = new ArrayList<>(phases);
        this.verification = verification;
        this.estimatedUsd = estimatedUsd;
        this.way = way;
    }

    /** With the first of its tags. */
    public String imageUri() {
        return imageUri;
    }

    public String imageDigest() {
        return imageDigest;
    }

    /** Bytes of the configuration and the compressed layers. */
    public long imageSizeBytes() {
        return imageSizeBytes;
    }

    /** Null where no machine was needed. */
    public String instanceId() {
        return instanceId;
    }

    public String instanceType() {
        return instanceType;
    }

    public String region() {
        return region;
    }

    public List<PhaseRecord> phases() {
        return Collections.unmodifiableList(phases);
    }

    public VerificationReport verification() {
        return verification;
    }

    /** Of the machine and its volume, by the price table; empty for a machine it has no price of. */
    public OptionalDouble estimatedUsd() {
        return estimatedUsd == null ? OptionalDouble.empty() : OptionalDouble.of(estimatedUsd);
    }

    /** Null in a run that an earlier version began. */
    public Way way() {
        return way;
    }

    /** What a Pipeline step returns: texts only, so that any script may use them. */
    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("imageUri", imageUri);
        map.put("imageDigest", imageDigest);
        map.put("imageSizeBytes", Long.toString(imageSizeBytes));
        if (instanceId != null) {
            map.put("instanceId", instanceId);
            map.put("instanceType", instanceType);
        }
        map.put("region", region);
        map.put("verificationErrors", Long.toString(verification.getErrorCount()));
        map.put("verificationWarnings", Long.toString(verification.getWarnCount()));
        if (way != null) {
            map.put("way", way.kind().shown());
            map.put("wayReason", way.reason());
        }
        if (estimatedUsd != null) {
            map.put("estimatedUsd", String.format(Locale.ROOT, "%.4f", estimatedUsd));
        }
        return map;
    }
}
