package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.OperationContext;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.standing.StandingMachine;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.parameter.Values;

/** What the phases of the removal share: beside the run, the machine to remove. */
public final class RemoveInferenceContext extends OperationContext<RemoveInferenceRequest, RemoveInferenceState> {

    private final StandingMachine machine;

    public RemoveInferenceContext(RemoveInferenceRequest request, OperationRun<RemoveInferenceState> run) {
        super(request, run);
        this.machine = new StandingMachine(
                aws(),
                new StandingIdentity(request.functionName(), request.bucket(), identity()),
                MachineSpec.of(Values.none()),
                state().machine(),
                this::save,
                log(),
                clock());
    }

    public StandingMachine machine() {
        return machine;
    }

    public void removed(ResourceKind kind, String id) {
        state().cleanup().removed(kind, id, clock().millis());
        log().line("Removed: " + kind.label() + " " + id);
    }

    /** There was none. */
    public void nothing(ResourceKind kind, String id) {
        state().cleanup().nothing(kind, id, clock().millis());
    }
}
