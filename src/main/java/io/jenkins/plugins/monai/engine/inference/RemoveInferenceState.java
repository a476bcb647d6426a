package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import java.util.List;

/** How far the removal has come. */
public final class RemoveInferenceState extends OperationState {

    private static final long serialVersionUID = 1L;

    private final MachineState machine = new MachineState();
    private Account account;

    public RemoveInferenceState(String runId, long startMillis) {
        super(runId, startMillis);
    }

    MachineState machine() {
        return machine;
    }

    public Account account() {
        return account;
    }

    public void account(Account value) {
        account = value;
    }

    /** What was taken away so far, for people. */
    public List<String> removed() {
        return cleanup().removed().stream().map(CleanupEntry::what).toList();
    }
}
