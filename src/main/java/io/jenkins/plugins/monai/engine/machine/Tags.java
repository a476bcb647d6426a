package io.jenkins.plugins.monai.engine.machine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags by which the plugin's resources are known. */
public final class Tags {

    /** Which controller, or command, made it. */
    public static final String CONTROLLER = "monai-deploy:controller";

    /** For which job and build, for people. */
    public static final String JOB = "monai-deploy:job";

    /** When the machine ends itself at the latest: an instant in ISO 8601. */
    public static final String EXPIRES = "monai-deploy:expires";

    /** Until when a machine runs that is not heard of any more: an ISO-8601 instant, renewed while its run is alive. */
    public static final String LEASE = "monai-deploy:lease";

    /**
     * In characters.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions">Tag
     *     restrictions</a>
     */
    public static final int MAX_VALUE = 256;

    private Tags() {}

    /** @param until to the second */
    public static Tag lease(Instant until) {
        return of(LEASE, until.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** A value that is too long is cut. */
    public static Tag of(String key, String value) {
        return Tag.builder()
                .key(key)
                .value(value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value)
                .build();
    }
}
