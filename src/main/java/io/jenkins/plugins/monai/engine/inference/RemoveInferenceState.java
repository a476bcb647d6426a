package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How far the removal has come. */
public final class RemoveInferenceState extends OperationState {

    private static final long serialVersionUID = 1L;

    private final MachineState machine = new MachineState();
    private final ArrayList<String> removed = new ArrayList<>();
    private Account account;

    public RemoveInferenceState(String runId, long startMillis) {
        super(runId, startMillis);
    }

    MachineState machine() {
        return machine;
    }

    Account account() {
        return account;
    }

    void account(Account value) {
        account = value;
    }

    /** What was taken away so far, for people. */
    public List<String> removed() {
        return Collections.unmodifiableList(removed);
    }

    void removed(String what) {
        if (!removed.contains(what)) {
            removed.add(what);
        }
    }
}
