package io.jenkins.plugins.monai.engine.inference.host;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** Has the machine pull the MAP by its digest, and the runner take it up. */
public final class PullPhase implements Phase<InferenceContext> {

    private static final int SECONDS = 3600;

    @Override
    public String name() {
        return "PULL";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        InferenceState state = context.state();
        if (state.installed()) {
            return Advance.done();
        }
        Advance advance = SsmCommands.of(context)
                .run(
                        state.instanceId(),
                        state.pulling(),
                        Installation.activateScript(),
                        SECONDS,
                        "monai-deploy: pull the MAP, start the runner");
        if (advance.isDone()) {
            context.machine()
                    .tag(
                            state.instanceId(),
                            Installation.TAG,
                            Installation.of(context.request(), context.state()).fingerprint());
            state.installed(true);
            context.changed("MAP " + state.imageDigest() + " on " + state.instanceId());
        }
        return advance;
    }
}
