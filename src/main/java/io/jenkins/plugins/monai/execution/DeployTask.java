package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * One of the engine's operations with its request: what Pipeline steps and freestyle build steps have in common.
 * Immutable, and kept by a running Pipeline: it holds no secret.
 *
 * @param <S> the operation's saved state
 */
public abstract class DeployTask<S extends OperationState> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final AwsAccess access;

    protected DeployTask(AwsAccess access) {
        this.access = access;
    }

    /** By what way AWS is reached. */
    public final AwsAccess access() {
        return access;
    }

    /** The Pipeline step's name. */
    public abstract String name();

    /** What the task is about, for people: an application, a bucket. */
    public abstract String subject();

    /** The names of the operation's phases, in order. */
    public abstract List<String> phaseNames();

    /** @param startMillis milliseconds since the epoch */
    public abstract S newState(String runId, long startMillis);

    /**
     * A state for a run of which nothing is known but its id, whose clean-up looks for all that such a run may have
     * made; empty where a run makes nothing that does not outlive it.
     */
    public Optional<S> unknownState(String runId, long startMillis) {
        return Optional.empty();
    }

    /** Whether a run with this state has work before it that reads the workspace. */
    protected boolean needsWorkspace(S state) {
        return false;
    }

    /** Whether nothing has been made yet, so that a failure to take the operation up again loses nothing. */
    protected final boolean isHarmless(S state) {
        return state.getPhases().size() <= 1;
    }

    /**
     * May read the workspace.
     *
     * @param keys of the run, for an operation that has any
     */
    protected abstract Operation open(OperationRun<S> run, KeyVault keys)
            throws OperationException, IOException, InterruptedException;
}
