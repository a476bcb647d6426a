package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** Makes the run's key pair and tells EC2 its public half. */
final class KeyPhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "KEY";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        context.machine().importKey(context.shell().publicKey());
        return Advance.done();
    }
}
