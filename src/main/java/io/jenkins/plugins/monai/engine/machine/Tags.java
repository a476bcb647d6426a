package io.jenkins.plugins.monai.engine.machine;

import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags by which the plugin's resources are known. */
public final class Tags {

    static final String CONTROLLER = "monai-deploy:controller";
    static final String JOB = "monai-deploy:job";

    /**
     * In characters.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions">Tag
     *     restrictions</a>
     */
    private static final int MAX_VALUE = 256;

    private Tags() {}

    /** A value that is too long is cut. */
    public static Tag of(String key, String value) {
        return Tag.builder()
                .key(key)
                .value(value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value)
                .build();
    }
}
