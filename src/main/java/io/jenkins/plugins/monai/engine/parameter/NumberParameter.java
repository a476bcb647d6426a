package io.jenkins.plugins.monai.engine.parameter;

import io.jenkins.plugins.monai.engine.operation.OperationException;

/** The parameters that are whole numbers within bounds. */
public enum NumberParameter {
    /** Of gp3 volumes; the image may ask for more. */
    VOLUME_GIB("volumeGiB", 8, 16384),
    MAXIMUM_MINUTES("maximumMinutes", 10, 1440),
    IDLE_MINUTES("idleMinutes", 1, 1440),
    SLOTS("slots", 1, 16),
    MAX_STUDY_MINUTES("maxStudyMinutes", 1, 1440);

    private final String parameter;
    private final int lowest;
    private final int highest;

    NumberParameter(String parameter, int lowest, int highest) {
        this.parameter = parameter;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** As in the steps. */
    public String parameter() {
        return parameter;
    }

    public int lowest() {
        return lowest;
    }

    public int highest() {
        return highest;
    }

    /** @throws OperationException the value is out of bounds; the message names the parameter */
    public void check(int value) throws OperationException {
        if (value < lowest || value > highest) {
            throw new OperationException(
                    "'" + parameter + "' is " + value, "Choose a value from " + lowest + " to " + highest);
        }
    }
}
