package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** Gets the machine running. */
final class LaunchPhase implements Phase<BuildMapContext> {

    static final String NAME = "LAUNCH";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        context.shell().requireKey();
        return context.machine().launch(context.state().sshCidr());
    }
}
