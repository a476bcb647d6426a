package io.jenkins.plugins.monai.engine.machine;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Whose the resources of a run are: the names, tags and tokens that make each of them findable again. */
public final class RunIdentity implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The tag that only one run's resources carry. */
    public static final String RUN_TAG = "monai-deploy:run";

    private final String runId;
    private final String controller;
    private final String job;

    /**
     * @param runId unique to the run
     * @param controller which controller, or command, owns the run
     * @param job what runs, for people: a job's full name and build number
     */
    public RunIdentity(String runId, String controller, String job) {
        this.runId = Objects.requireNonNull(runId);
        this.controller = Objects.requireNonNull(controller);
        this.job = Objects.requireNonNull(job);
    }

    public String runId() {
        return runId;
    }

    /** The name of whatever of the run has a name. */
    public String resourceName() {
        return resourceName(runId);
    }

    /** The name of whatever of that run has a name. */
    public static String resourceName(String runId) {
        return "monai-deploy-" + runId;
    }

    /**
     * The token under which RunInstances is idempotent: at most 64 ASCII characters, the same for the same attempt.
     *
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">Ensuring idempotency</a>
     */
    public String clientToken(int attempt) {
        return ClientTokens.of(controller, runId, String.valueOf(attempt));
    }

    /** Which controller, or command, owns the run. */
    public String controller() {
        return controller;
    }

    /** What runs, for people. */
    public String job() {
        return job;
    }

    public List<Tag> tags(Instant expires) {
        return List.of(
                Tags.of("Name", resourceName()),
                Tags.of(RUN_TAG, runId),
                Tags.of(Tags.CONTROLLER, controller),
                Tags.of(Tags.JOB, job),
                Tags.of(Tags.EXPIRES, expires.toString()));
    }
}
