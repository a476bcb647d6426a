package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Parameter.Bounds;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.io.Serializable;

/** What one study may take. Immutable. */
public final class StudyLimits implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long bytes;
    private final int files;
    private final int minutes;

    private StudyLimits(Values values) {
        this.bytes = values.get(InferenceParameters.MAX_STUDY_BYTES);
        this.files = values.get(InferenceParameters.MAX_STUDY_FILES);
        this.minutes = values.get(InferenceParameters.MAX_STUDY_MINUTES);
    }

    public static StudyLimits of(Values values) {
        return new StudyLimits(values);
    }

    /** Of the upload, and again of what is in it. */
    public long bytes() {
        return bytes;
    }

    public int files() {
        return files;
    }

    public int minutes() {
        return minutes;
    }

    void check() throws OperationException {
        Bounds longest = InferenceParameters.MAX_STUDY_MINUTES.bounds();
        if (bytes < 1 || files < 1 || minutes < longest.lowest() || minutes > longest.highest()) {
            throw new OperationException(
                    "The limits of a study are " + bytes + " bytes, " + files + " files and " + minutes + " minutes",
                    "Choose maxStudyBytes and maxStudyFiles from 1, maxStudyMinutes from 1 to " + longest.highest());
        }
    }
}
