package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** Reads and writes a bucket's notification configuration as a whole; only in a bucket of the account itself. */
final class BucketNotifications {

    private final AwsClients aws;
    private final String bucket;
    private final String account;

    BucketNotifications(AwsClients aws, String bucket, String account) {
        this.aws = aws;
        this.bucket = bucket;
        this.account = account;
    }

    static BucketNotifications of(InferenceContext context) {
        return new BucketNotifications(
                context.aws(),
                context.request().bucket(),
                context.state().account().id());
    }

    NotificationConfiguration read() throws OperationException, InterruptedException {
        GetBucketNotificationConfigurationResponse read = AwsErrors.call(
                AwsCall.GET_BUCKET_NOTIFICATION,
                () -> aws.s3()
                        .getBucketNotificationConfiguration(
                                r -> r.bucket(bucket).expectedBucketOwner(account)));
        NotificationConfiguration.Builder all = NotificationConfiguration.builder()
                .lambdaFunctionConfigurations(read.lambdaFunctionConfigurations())
                .queueConfigurations(read.queueConfigurations())
                .topicConfigurations(read.topicConfigurations());
        if (read.eventBridgeConfiguration() != null) {
            all.eventBridgeConfiguration(read.eventBridgeConfiguration());
        }
        return all.build();
    }

    /** Has S3 look first whether it may notify each target, those of the others included. */
    void write(NotificationConfiguration configuration) throws OperationException, InterruptedException {
        write(configuration, false);
    }

    /** For a configuration that S3 would refuse because the target of someone else's entry is gone. */
    void writeUnvalidated(NotificationConfiguration configuration) throws OperationException, InterruptedException {
        write(configuration, true);
    }

    private void write(NotificationConfiguration configuration, boolean skipValidation)
            throws OperationException, InterruptedException {
        AwsErrors.call(
                AwsCall.PUT_BUCKET_NOTIFICATION,
                () -> aws.s3()
                        .putBucketNotificationConfiguration(r -> r.bucket(bucket)
                                .expectedBucketOwner(account)
                                .skipDestinationValidation(skipValidation)
                                .notificationConfiguration(configuration)));
    }

    /** Whether two configurations say the same, in whatever order. */
    static boolean same(NotificationConfiguration one, NotificationConfiguration other) {
        return sorted(one).equals(sorted(other))
                && (one.eventBridgeConfiguration() == null) == (other.eventBridgeConfiguration() == null);
    }

    private static List<EventRules> sorted(NotificationConfiguration configuration) {
        return EventRules.all(configuration).stream()
                .sorted(Comparator.comparing(EventRules::id).thenComparing(EventRules::target))
                .toList();
    }
}
