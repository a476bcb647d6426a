package io.jenkins.plugins.monai.engine.inference.host;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketObjects;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** Puts the runner and its settings on the machine, by way of the bucket. */
public final class InstallPhase implements Phase<InferenceContext> {

    private static final int SECONDS = 900;

    @Override
    public String name() {
        return "INSTALL";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        InferenceState state = context.state();
        if (state.installed()) {
            return Advance.done();
        }
        Installation installation = Installation.of(context.request(), context.state());
        if (state.installing().commandId() == null) {
            BucketObjects objects = new BucketObjects(
                    context.aws(), context.request().bucket(), state.account().id());
            if (!objects.exists(installation.archiveKey())) {
                objects.put(installation.archiveKey(), installation.archive(), state.encryption());
            }
        }
        Advance advance = SsmCommands.of(context)
                .run(
                        state.instanceId(),
                        state.installing(),
                        installation.installScript(),
                        SECONDS,
                        "monai-deploy: install the runner");
        if (advance.isDone()) {
            context.changed("runner and settings on " + state.instanceId());
        }
        return advance;
    }
}
