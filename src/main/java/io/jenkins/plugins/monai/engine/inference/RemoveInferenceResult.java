package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was taken away, and what was not. */
public final class RemoveInferenceResult implements PhasedOperation.Result, Serializable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final String bucket;
    private final String functionName;
    private final ArrayList<String> removed;
    private final ArrayList<String> stays;
    private final ArrayList<PhaseRecord> phases;

    public RemoveInferenceResult(RemoveInferenceRequest request, RemoveInferenceState state) {
        this.region = request.region();
        this.bucket = request.bucket();
        this.functionName = request.functionName();
        this.removed = new ArrayList<>(state.removed());
        this.stays = new ArrayList<>(stays(request));
        this.phases = new ArrayList<>(state.getPhases());
    }

    /** What a Pipeline step returns: texts only, so that any script may use them. */
    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("region", region);
        map.put("bucket", bucket);
        map.put("functionName", functionName);
        map.put("removed", Integer.toString(removed.size()));
        map.put("removedResources", String.join("\n", removed));
        return map;
    }

    /** Empty when there was nothing to remove. */
    public List<String> getRemoved() {
        return Collections.unmodifiableList(removed);
    }

    public List<String> getStays() {
        return Collections.unmodifiableList(stays);
    }

    /** In the order they began. */
    public List<PhaseRecord> getPhases() {
        return Collections.unmodifiableList(phases);
    }

    /** What is not the operation's to take away. */
    public static List<String> stays(RemoveInferenceRequest request) {
        return List.of(
                "all inputs and results in " + request.bucket(),
                "the job ledger below " + request.prefixes().ledger() + " of " + request.bucket(),
                "the log group /aws/lambda/" + request.functionName(),
                "the roles and the instance profile, the MAP in ECR, imported image sets in HealthImaging");
    }
}
