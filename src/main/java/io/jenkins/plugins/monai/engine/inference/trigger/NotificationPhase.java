package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** Adds our entry to the bucket's notification configuration, and reads back that it and all others are there. */
public final class NotificationPhase implements Phase<InferenceContext> {

    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final int MAX_VALIDATIONS = 10;
    private static final int MAX_RETRIES = 20;

    @Override
    public String name() {
        return "NOTIFICATION";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        BucketNotifications notifications = BucketNotifications.of(context);
        NotificationMerge merge = NotificationMerge.of(context);
        Optional<NotificationConfiguration> wanted = merge.with(notifications.read());
        if (wanted.isEmpty()) {
            return Advance.done();
        }
        try {
            write(context, notifications, wanted.get());
        } catch (OperationException e) {
            if (!e.problem().contains("Unable to validate")) {
                throw e;
            }
            context.state().retried();
            return Advance.again(RETRY, "the permission to be known to S3");
        }
        context.changed("notification " + merge.id() + " for "
                + context.request().prefixes().input() + " of "
                + context.request().bucket());
        if (!BucketNotifications.same(notifications.read(), wanted.get())) {
            return someoneElseWrote(context);
        }
        return Advance.done();
    }

    /**
     * S3 asks each target whether it may be notified. For ours it may, by a permission that takes a moment to be known;
     * a target of someone else that is gone must not keep ours from being written.
     */
    private static void write(
            InferenceContext context, BucketNotifications notifications, NotificationConfiguration wanted)
            throws OperationException, InterruptedException {
        if (context.state().retries() < MAX_VALIDATIONS) {
            notifications.write(wanted);
        } else {
            context.log()
                    .line("S3 cannot validate a target of the bucket's notifications, most likely one of someone"
                            + " else that is gone: written without validation");
            notifications.writeUnvalidated(wanted);
        }
    }

    /** S3 has no conditional write here: who writes last wins, so what came out is merged once more. */
    private static Advance someoneElseWrote(InferenceContext context) throws OperationException {
        if (context.state().retries() >= MAX_RETRIES) {
            throw new OperationException(
                    "The bucket's notification configuration is not what was written to it",
                    "Find out who else writes the notification configuration of '"
                            + context.request().bucket() + "' at the same time");
        }
        context.state().retried();
        context.log().line("Someone else has changed the bucket's notifications meanwhile: merging once more");
        return Advance.again(RETRY, "the notification configuration to settle");
    }
}
