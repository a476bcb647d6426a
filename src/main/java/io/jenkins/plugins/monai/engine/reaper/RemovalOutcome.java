package io.jenkins.plugins.monai.engine.reaper;

/** What became of something in a round. */
public enum RemovalOutcome {
    /** It is wanted, and was left alone. */
    KEPT,
    /** It is left over, and the round only reports. */
    REPORTED,
    /** It was removed. */
    REMOVED,
    /** It was gone before. */
    GONE,
    /** It is still in use; the next round tries it again. */
    BUSY,
    /** At the second look it was wanted. */
    WANTED,
    /** AWS refused; the next round tries it again. */
    FAILED
}
