package io.jenkins.plugins.monai.engine.inference.host;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.time.Duration;

/** Waits for the machine's agent: a machine that runs is not yet one that takes commands. */
public final class WaitSsmPhase implements Phase<InferenceContext> {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "WAIT_SSM";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        String instance = context.state().instanceId();
        if (context.state().installed() || SsmCommands.of(context).isOnline(instance)) {
            return Advance.done();
        }
        if (context.timeIn(name()).compareTo(PATIENCE) > 0) {
            throw new OperationException(
                    "The SSM agent of " + instance + " did not report within " + PATIENCE.toMinutes() + " minutes",
                    "Give the role of instanceProfile the policy AmazonSSMManagedInstanceCore, use an image with the"
                            + " agent, and let the machine reach the endpoints ssm, ssmmessages and ec2messages of the"
                            + " region");
        }
        return Advance.again(POLL, "the SSM agent of " + instance);
    }
}
