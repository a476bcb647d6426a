package io.jenkins.plugins.monai.page;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One operation of a build, as it is kept in the build's record: no secrets, no SDK types. */
public final class OperationRecord implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String runId;
    private final String step;
    private final String subject;
    private final String region;
    private LinkedHashMap<String, String> outputs;

    OperationRecord(String runId, String step, String subject, String region) {
        this.runId = runId;
        this.step = step;
        this.subject = subject;
        this.region = region;
    }

    public String getRunId() {
        return runId;
    }

    /** The Pipeline step's name. */
    public String getStep() {
        return step;
    }

    /** What it was about: an application, a bucket. */
    public String getSubject() {
        return subject;
    }

    public String getRegion() {
        return region;
    }

    /** What the step returned; empty while it runs, or when it failed. */
    public synchronized Map<String, String> getOutputs() {
        return outputs == null ? Map.of() : Collections.unmodifiableMap(outputs);
    }

    public synchronized void succeeded(Map<String, String> values) {
        outputs = new LinkedHashMap<>(values);
    }
}
