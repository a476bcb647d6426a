package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What was taken away, and what was not. */
public final class RemoveInferenceResult implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> removed;
    private final ArrayList<String> stays;
    private final ArrayList<PhaseRecord> phases;

    RemoveInferenceResult(RemoveInferenceRequest request, RemoveInferenceState state) {
        this.removed = new ArrayList<>(state.removed());
        this.stays = new ArrayList<>(RemovalPhases.stays(request));
        this.phases = new ArrayList<>(state.getPhases());
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

    /** What a Pipeline step returns: texts only, so that any script may use them. */
    public Map<String, String> toMap() {
        return Map.of("removed", String.join("\n", removed), "stays", String.join("\n", stays));
    }
}
