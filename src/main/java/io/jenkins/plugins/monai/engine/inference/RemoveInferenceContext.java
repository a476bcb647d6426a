package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.standing.StandingMachine;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.operation.SafeLog;
import java.time.Clock;

/** What the phases of the removal share. */
public final class RemoveInferenceContext {

    private final RemoveInferenceRequest request;
    private final RemoveInferenceState state;
    private final AwsClients aws;
    private final EngineLog log;
    private final Clock clock;
    private final StandingMachine machine;

    public RemoveInferenceContext(
            RemoveInferenceRequest request,
            RunIdentity identity,
            RemoveInferenceState state,
            AwsClients aws,
            EngineLog given,
            Clock clock) {
        this.request = request;
        this.state = state;
        this.aws = aws;
        this.log = SafeLog.of(given);
        this.clock = clock;
        this.machine = new StandingMachine(
                aws,
                new StandingIdentity(request.functionName(), request.bucket(), identity),
                MachineSpec.builder().build(),
                state.machine(),
                () -> {},
                log,
                clock);
    }

    public RemoveInferenceRequest request() {
        return request;
    }

    public RemoveInferenceState state() {
        return state;
    }

    public AwsClients aws() {
        return aws;
    }

    public EngineLog log() {
        return log;
    }

    public Clock clock() {
        return clock;
    }

    public StandingMachine machine() {
        return machine;
    }

    public void removed(ResourceKind kind, String id) {
        state.cleanup().removed(kind, id, clock.millis());
        log.line("Removed: " + kind.label() + " " + id);
    }

    /** There was none. */
    public void nothing(ResourceKind kind, String id) {
        state.cleanup().nothing(kind, id, clock.millis());
    }
}
