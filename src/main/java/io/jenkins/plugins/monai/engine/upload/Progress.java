package io.jenkins.plugins.monai.engine.upload;

/** Is told how far an upload is, often and on another thread: it must be quick. */
public interface Progress {

    /** Nobody wants to know. */
    Progress NONE = (sent, total) -> {};

    /**
     * @param sent bytes of the files sent so far
     * @param total bytes of all files
     */
    void bytes(long sent, long total);
}
