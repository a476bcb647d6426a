package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** What there is of a trigger. */
public final class InstalledTrigger {

    private InstalledTrigger() {}

    public static NotificationConfiguration notifications(AwsClients aws, String bucket) throws Exception {
        return new BucketNotifications(aws, bucket, "000000000000").read();
    }

    public static boolean hasFunction(AwsClients aws, String name) throws Exception {
        return new Functions(aws, name).find().isPresent();
    }
}
