package io.jenkins.plugins.monai.engine.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Whose the resources of a run are: the names, tags and tokens that make each of them findable again. */
public final class RunIdentity implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The tag that only one run's resources carry. */
    public static final String RUN_TAG = "monai-deploy:run";

    private static final int MAX_TAG_VALUE = 256;

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
        return "monai-deploy-" + runId;
    }

    /**
     * The token under which RunInstances is idempotent: at most 64 ASCII characters, the same for the same attempt.
     *
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">Ensuring idempotency</a>
     */
    public String clientToken(int attempt) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((controller + '\n' + runId + '\n' + attempt).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The tags of one resource, in the form that a creating call takes. */
    TagSpecification tags(ResourceType type, Instant expires) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(List.of(
                        tag("Name", resourceName()),
                        tag(RUN_TAG, runId),
                        tag("monai-deploy:controller", controller),
                        tag("monai-deploy:job", job),
                        tag("monai-deploy:expires", expires.toString())))
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder()
                .key(key)
                .value(value.length() > MAX_TAG_VALUE ? value.substring(0, MAX_TAG_VALUE) : value)
                .build();
    }
}
