package io.jenkins.plugins.monai.engine.inference.removal;

import io.jenkins.plugins.monai.engine.inference.Account;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceContext;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceResult;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketObjects;
import io.jenkins.plugins.monai.engine.inference.bucket.InputBucket;
import io.jenkins.plugins.monai.engine.inference.trigger.TriggerRemoval;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The removal, in the order that lets nothing start anew: first what sets the function off, then the function, then the
 * machine. What is gone already is fine.
 */
final class RemovalPhases {

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
                new Step("NOTIFICATION", TriggerRemoval::notification),
                new Step("SCHEDULE", TriggerRemoval::schedule),
                new Step("FUNCTION", TriggerRemoval::function),
                new Step("MACHINE", RemovalPhases::machine),
                new Step("FILES", RemovalPhases::files),
                new Step("REPORT", RemovalPhases::report));
    }

    private static Advance preflight(RemoveInferenceContext context) throws OperationException, InterruptedException {
        RemoveInferenceRequest request = context.request();
        request.check();
        context.state().account(Account.ofCaller(context.aws()));
        new InputBucket(context.aws(), request.bucket()).check(context.state().account(), context.log());
        TriggerRemoval.checkOwner(context);
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
            RemoveInferenceResult.stays(context.request())
                    .forEach(s -> context.log().line("Stays: " + s));
        }
        return Advance.done();
    }
}
