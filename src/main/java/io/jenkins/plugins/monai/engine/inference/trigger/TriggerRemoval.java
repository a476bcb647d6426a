package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceContext;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** How the trigger is taken away again. What is gone already is fine. */
public final class TriggerRemoval {

    private TriggerRemoval() {}

    /** @throws OperationException the function is none that this plugin has made for the bucket */
    public static void checkOwner(RemoveInferenceContext context) throws OperationException, InterruptedException {
        new Functions(context.aws(), context.request().functionName())
                .checkOwner(context.request().bucket());
    }

    public static Advance notification(RemoveInferenceContext context) throws OperationException, InterruptedException {
        RemoveInferenceRequest request = context.request();
        String id = Names.notification(request.functionName());
        BucketNotifications notifications = new BucketNotifications(
                context.aws(), request.bucket(), context.state().account().id());
        NotificationMerge merge = new NotificationMerge(
                LambdaFunctionConfiguration.builder().id(id).build());
        Optional<NotificationConfiguration> wanted = merge.without(notifications.read());
        if (wanted.isPresent()) {
            notifications.writeUnvalidated(wanted.get());
            context.removed(ResourceKind.NOTIFICATION, id);
        } else {
            context.nothing(ResourceKind.NOTIFICATION, id);
        }
        return Advance.done();
    }

    public static Advance schedule(RemoveInferenceContext context) throws OperationException, InterruptedException {
        String rule = Names.schedule(context.request().functionName());
        ScheduleRules rules = context.aws().events();
        if (AwsErrors.call(AwsCall.DESCRIBE_RULE, () -> rules.find(rule)).isPresent()) {
            // A rule that has targets cannot be deleted; one that has none anymore is fine with this.
            AwsErrors.run(AwsCall.REMOVE_TARGETS, () -> rules.removeTarget(rule, Names.SCHEDULE_TARGET));
            AwsErrors.run(AwsCall.DELETE_RULE, () -> rules.delete(rule));
            context.removed(ResourceKind.SCHEDULE, rule);
        } else {
            context.nothing(ResourceKind.SCHEDULE, rule);
        }
        return Advance.done();
    }

    /** Its versions, its permissions and its retry settings go with it, and then what it wakes the machine by. */
    public static Advance function(RemoveInferenceContext context) throws OperationException, InterruptedException {
        String name = context.request().functionName();
        if (new Functions(context.aws(), name).find().isPresent()) {
            AwsErrors.call(
                    AwsCall.DELETE_FUNCTION, () -> context.aws().lambda().deleteFunction(r -> r.functionName(name)));
            context.removed(ResourceKind.FUNCTION, name);
            context.removed(ResourceKind.PERMISSION, Names.BUCKET_PERMISSION);
            context.removed(ResourceKind.PERMISSION, Names.SCHEDULE_PERMISSION);
        } else {
            context.nothing(ResourceKind.FUNCTION, name);
        }
        String document = Names.wakeDocument(name);
        if (new WakeDocument(context.aws(), name).remove()) {
            context.removed(ResourceKind.DOCUMENT, document);
        } else {
            context.nothing(ResourceKind.DOCUMENT, document);
        }
        return Advance.done();
    }
}
