package io.jenkins.plugins.monai.engine.inference;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What became of the study that was uploaded as a test. */
public final class SmokeTestResult implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String inputKey;
    private final String inferredKey;
    private final ArrayList<String> resultKeys;
    private final long resultBytes;
    private final double seconds;

    public SmokeTestResult(
            String inputKey, String inferredKey, List<String> resultKeys, long resultBytes, double seconds) {
        this.inputKey = inputKey;
        this.inferredKey = inferredKey;
        this.resultKeys = new ArrayList<>(resultKeys);
        this.resultBytes = resultBytes;
        this.seconds = seconds;
    }

    public String getInputKey() {
        return inputKey;
    }

    public String getInferredKey() {
        return inferredKey;
    }

    public List<String> getResultKeys() {
        return Collections.unmodifiableList(resultKeys);
    }

    /** Of all results together. */
    public long getResultBytes() {
        return resultBytes;
    }

    /** From the upload until the input was filed away. */
    public double getSeconds() {
        return seconds;
    }
}
