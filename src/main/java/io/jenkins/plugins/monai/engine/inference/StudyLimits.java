package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;

/** What one study may take. Immutable. */
public final class StudyLimits implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final long DEFAULT_BYTES = 8L << 30;
    private static final int DEFAULT_FILES = 20_000;
    private static final int DEFAULT_MINUTES = 60;
    private static final int MAX_MINUTES = 1440;

    private final long bytes;
    private final int files;
    private final int minutes;

    /**
     * Each takes null for its default.
     *
     * @param bytes of the upload, and again of what is in it; 8 GiB unless given
     * @param files in it; 20,000 unless given
     * @param minutes that the MAP may run, at most a day; 60 unless given
     */
    public StudyLimits(Long bytes, Integer files, Integer minutes) {
        this.bytes = bytes == null ? DEFAULT_BYTES : bytes;
        this.files = files == null ? DEFAULT_FILES : files;
        this.minutes = minutes == null ? DEFAULT_MINUTES : minutes;
    }

    public static StudyLimits defaults() {
        return new StudyLimits(null, null, null);
    }

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
        if (bytes < 1 || files < 1 || minutes < 1 || minutes > MAX_MINUTES) {
            throw new OperationException(
                    "The limits of a study are " + bytes + " bytes, " + files + " files and " + minutes + " minutes",
                    "Choose maxStudyBytes and maxStudyFiles from 1, maxStudyMinutes from 1 to " + MAX_MINUTES);
        }
    }
}
