package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.inference.Account;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.util.List;

/** Lets the bucket and the schedule, and nobody else, invoke the function. */
public final class PermissionPhase implements Phase<InferenceContext> {

    @Override
    public String name() {
        return "PERMISSION";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        InferenceRequest request = context.request();
        Account account = context.state().account();
        FunctionPolicy policy = new FunctionPolicy(context.aws(), request.functionName());
        List<Grant> grants = List.of(
                new Grant(
                        Names.BUCKET_PERMISSION, "s3.amazonaws.com", account.bucketArn(request.bucket()), account.id()),
                new Grant(
                        Names.SCHEDULE_PERMISSION,
                        "events.amazonaws.com",
                        account.ruleArn(Names.schedule(request.functionName())),
                        null));
        for (Grant grant : grants) {
            if (policy.ensure(grant)) {
                context.changed("permission " + grant.id() + " for " + grant.sourceArn());
            }
        }
        context.state().resetRetries();
        return Advance.done();
    }
}
