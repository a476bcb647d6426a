package io.jenkins.plugins.monai.config;

/** What becomes of what runs have left in AWS. */
public enum ReaperMode {
    /** It is looked for and removed. */
    REMOVE,
    /** It is looked for and shown. */
    REPORT,
    /** It is not looked for. */
    NEVER
}
