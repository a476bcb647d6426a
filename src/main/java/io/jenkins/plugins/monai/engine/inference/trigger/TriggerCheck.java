package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.operation.OperationException;

/** Whether what others have set up lets the trigger be installed at all: asked before anything is made. */
public final class TriggerCheck {

    private TriggerCheck() {}

    /** @throws OperationException something stands in the way that is not ours */
    public static void check(InferenceContext context) throws OperationException, InterruptedException {
        String function = context.request().functionName();
        NotificationMerge.of(context).with(BucketNotifications.of(context).read());
        Functions functions = new Functions(context.aws(), function);
        functions.checkOwner(context.request().bucket());
        functions.warnOfPause(context.log());
        new WakeDocument(context.aws(), function).checkOwner();
    }
}
