package io.jenkins.plugins.monai.engine.inference.removal;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules;
import io.jenkins.plugins.monai.engine.inference.Account;
import io.jenkins.plugins.monai.engine.inference.InferenceRequestCheck;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceContext;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketObjects;
import io.jenkins.plugins.monai.engine.inference.bucket.InputBucket;
import io.jenkins.plugins.monai.engine.inference.trigger.BucketNotifications;
import io.jenkins.plugins.monai.engine.inference.trigger.Functions;
import io.jenkins.plugins.monai.engine.inference.trigger.NotificationMerge;
import io.jenkins.plugins.monai.engine.inference.trigger.WakeDocument;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The removal, in the order that lets nothing start anew: first what sets the function off, then the function, then the
 * machine. What is gone already is fine.
 */
public final class RemovalPhases {

    private interface Work {
        Advance advance(RemoveInferenceContext context) throws OperationException, InterruptedException;
    }

    private record Step(String name, Work work) implements Phase<RemoveInferenceContext> {

        @Override
        public Advance advance(RemoveInferenceContext context) throws OperationException, InterruptedException {
            return work.advance(context);
        }

        @Override
        public String afterAbort() {
            return "What is removed stays removed; run it again to remove the rest";
        }
    }

    private RemovalPhases() {}

    static List<Phase<RemoveInferenceContext>> all() {
        return List.of(
                new Step("PREFLIGHT", RemovalPhases::preflight),
                new Step("NOTIFICATION", RemovalPhases::notification),
                new Step("SCHEDULE", RemovalPhases::schedule),
                new Step("FUNCTION", RemovalPhases::function),
                new Step("MACHINE", RemovalPhases::machine),
                new Step("FILES", RemovalPhases::files),
                new Step("REPORT", RemovalPhases::report));
    }

    private static Advance preflight(RemoveInferenceContext context) throws OperationException, InterruptedException {
        RemoveInferenceRequest request = context.request();
        InferenceRequestCheck.checkPlace(request.region(), request.bucket(), request.functionName());
        request.prefixes().check();
        context.state().account(Account.ofCaller(context.aws()));
        new InputBucket(context.aws(), request.bucket()).check(context.state().account(), context.log());
        new Functions(context.aws(), request.functionName()).checkOwner(request.bucket());
        return Advance.done();
    }

    private static Advance notification(RemoveInferenceContext context)
            throws OperationException, InterruptedException {
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

    private static Advance schedule(RemoveInferenceContext context) throws OperationException, InterruptedException {
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
    private static Advance function(RemoveInferenceContext context) throws OperationException, InterruptedException {
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

    private static Advance machine(RemoveInferenceContext context) throws OperationException, InterruptedException {
        Cleanup cleanup = context.state().cleanup();
        List<CleanupEntry> before = cleanup.removed();
        Advance advance = context.machine().remove(cleanup);
        cleanup.removed().stream()
                .filter(e -> !before.contains(e))
                .forEach(e -> context.log().line("Removed: " + e.what()));
        if (advance.isDone()) {
            context.nothing(ResourceKind.INSTANCE, context.request().functionName());
        }
        return advance;
    }

    private static Advance files(RemoveInferenceContext context) throws OperationException, InterruptedException {
        RemoveInferenceRequest request = context.request();
        BucketObjects objects = new BucketObjects(
                context.aws(), request.bucket(), context.state().account().id());
        for (S3Object object : objects.list(request.prefixes().installation())) {
            objects.delete(object.key());
            context.removed(ResourceKind.OBJECT, object.key());
        }
        return Advance.done();
    }

    private static Advance report(RemoveInferenceContext context) {
        if (context.state().failure().isEmpty()) {
            if (context.state().removed().isEmpty()) {
                context.log().line("Nothing to remove");
            }
            stays(context.request()).forEach(s -> context.log().line("Stays: " + s));
        }
        return Advance.done();
    }

    /** What is not the operation's to take away. */
    public static List<String> stays(RemoveInferenceRequest request) {
        return List.of(
                "all inputs and results in " + request.bucket(),
                "the job ledger below " + request.prefixes().ledger() + " of " + request.bucket(),
                "the log group /aws/lambda/" + request.functionName(),
                "the roles and the instance profile, the MAP in ECR, imported image sets in HealthImaging");
    }
}
