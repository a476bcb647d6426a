package io.jenkins.plugins.monai.engine.inference.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.PhaseTrial;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket's notifications belong to everybody. */
class NotificationPhaseTest extends PhaseTrial {

    private final AtomicReference<NotificationConfiguration> stored =
            new AtomicReference<>(NotificationConfiguration.builder().build());

    private void bucket() {
        aws.on(
                GetBucketNotificationConfigurationRequest.class,
                r -> GetBucketNotificationConfigurationResponse.builder()
                        .lambdaFunctionConfigurations(stored.get().lambdaFunctionConfigurations())
                        .queueConfigurations(stored.get().queueConfigurations())
                        .build());
    }

    private static NotificationConfiguration queue(String id) {
        return NotificationConfiguration.builder()
                .queueConfigurations(QueueConfiguration.builder()
                        .id(id)
                        .queueArn("arn:q")
                        .eventsWithStrings("s3:ObjectRemoved:*")
                        .build())
                .build();
    }

    @Test
    void whoWritesAtTheSameTimeKeepsItsEntryAndSoDoWe() throws OperationException {
        bucket();
        AtomicInteger writes = new AtomicInteger();
        aws.on(PutBucketNotificationConfigurationRequest.class, r -> {
            // Someone else has read before us and writes after us.
            stored.set(writes.incrementAndGet() == 1 ? queue("late") : r.notificationConfiguration());
            return PutBucketNotificationConfigurationResponse.builder().build();
        });
        run(new NotificationPhase());
        assertEquals(2, writes.get());
        assertEquals("late", stored.get().queueConfigurations().get(0).id());
        assertEquals(1, stored.get().lambdaFunctionConfigurations().size());
        assertEquals(
                "111122223333",
                aws.requests(PutBucketNotificationConfigurationRequest.class)
                        .get(0)
                        .expectedBucketOwner());
    }

    @Test
    void aDeadTargetOfSomeoneElseDoesNotKeepOursOut() throws OperationException {
        bucket();
        stored.set(queue("dead"));
        aws.on(PutBucketNotificationConfigurationRequest.class, r -> {
            if (!Boolean.TRUE.equals(r.skipDestinationValidation())) {
                throw ScriptedAws.error(
                        S3Exception.builder(),
                        400,
                        "InvalidArgument",
                        "Unable to validate the following destination configurations");
            }
            stored.set(r.notificationConfiguration());
            return PutBucketNotificationConfigurationResponse.builder().build();
        });
        run(new NotificationPhase());
        assertEquals("dead", stored.get().queueConfigurations().get(0).id());
        assertEquals(1, stored.get().lambdaFunctionConfigurations().size());
        assertTrue(lines.stream().anyMatch(l -> l.contains("without validation")), lines.toString());
    }
}
