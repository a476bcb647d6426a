package io.jenkins.plugins.monai.engine.reaper;

/** What the controller itself knows of its runs and jobs. */
public interface KnownRuns {

    /**
     * What became of a run.
     *
     * @param runId the tag's value
     * @param job the tag's value: a job's full name and build number, perhaps cut
     */
    RunStatus status(String runId, String job);

    /**
     * Whether the job is still there.
     *
     * @param job as in {@link #status}
     */
    boolean hasJob(String job);
}
