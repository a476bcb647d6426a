package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was installed for inference. */
public final class InferenceResult implements PhasedOperation.Result, Serializable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final String bucket;
    private final Prefixes prefixes;
    private final String instanceId;
    private final String functionArn;
    private final String functionVersion;
    private final String notificationId;
    private final String image;
    private final String imageDigest;
    private final SmokeTestResult smokeTest;
    private final ArrayList<PhaseRecord> phases;
    private final ArrayList<String> changes;

    public InferenceResult(InferenceRequest request, InferenceState state) {
        this.region = request.region();
        this.bucket = request.bucket();
        this.prefixes = request.prefixes();
        this.instanceId = state.instanceId();
        this.functionArn = state.account().functionArn(request.functionName());
        this.functionVersion = state.functionVersion();
        this.notificationId = Names.notification(request.functionName());
        this.image = state.image();
        this.imageDigest = state.imageDigest();
        this.smokeTest = state.smokeTest();
        this.phases = new ArrayList<>(state.getPhases());
        this.changes = new ArrayList<>(state.changes());
    }

    /** What a Pipeline step returns: texts only, so that any script may use them. */
    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("imageUri", image);
        map.put("imageDigest", imageDigest);
        map.put("instanceId", instanceId);
        map.put("functionArn", functionArn);
        map.put("functionVersion", functionVersion);
        map.put("notificationId", notificationId);
        map.put("region", region);
        map.put("bucket", bucket);
        map.put("inputPrefix", prefixes.input());
        map.put("resultsPrefix", prefixes.results());
        map.put("changes", Integer.toString(changes.size()));
        if (smokeTest != null) {
            map.put("smokeTestInput", smokeTest.getInferredKey());
            map.put(
                    "smokeTestResults",
                    Integer.toString(smokeTest.getResultKeys().size()));
            map.put("smokeTestSeconds", String.format(Locale.ROOT, "%.1f", smokeTest.getSeconds()));
        }
        return map;
    }

    public String getRegion() {
        return region;
    }

    public String getBucket() {
        return bucket;
    }

    public Prefixes getPrefixes() {
        return prefixes;
    }

    public String getInstanceId() {
        return instanceId;
    }

    public String getFunctionArn() {
        return functionArn;
    }

    /** The number of the published version. */
    public String getFunctionVersion() {
        return functionVersion;
    }

    /** The id of the entry in the bucket's notification configuration. */
    public String getNotificationId() {
        return notificationId;
    }

    /** {@code registry/repository@sha256:...}. */
    public String getImage() {
        return image;
    }

    public String getImageDigest() {
        return imageDigest;
    }

    /** Null where none was asked for. */
    public SmokeTestResult getSmokeTest() {
        return smokeTest;
    }

    /** In the order they began. */
    public List<PhaseRecord> getPhases() {
        return Collections.unmodifiableList(phases);
    }

    /** What was changed, for people; empty when everything was as it should be. */
    public List<String> getChanges() {
        return Collections.unmodifiableList(changes);
    }
}
