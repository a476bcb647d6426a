package io.jenkins.plugins.monai.engine;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;

/**
 * What operations have in common: a runner drives them through their phases, and a snapshot follows.
 *
 * @param <R> what the operation comes to
 */
public abstract class PhasedOperation<R> implements Operation {

    private final OperationState state;
    private final OperationRunner<?> runner;
    private volatile OperationSnapshot snapshot;

    protected PhasedOperation(OperationState state, OperationRunner<?> runner) {
        this.state = state;
        this.runner = runner;
    }

    /** Called once by the constructor of a subclass, when it can make snapshots. */
    protected final void watch() {
        snapshot = snapshot(null);
        runner.watchedBy(waitingFor -> snapshot = snapshot(waitingFor));
    }

    /** @param waitingFor null while something is done */
    protected abstract OperationSnapshot snapshot(String waitingFor);

    /** Asked of an operation that has ended well. */
    protected abstract R toResult();

    protected final boolean hasEndedWell() {
        return state.isFinished() && state.failure().isEmpty();
    }

    @Override
    public final Advance advance() throws OperationException {
        return runner.advance();
    }

    @Override
    public final void abort(String reason) {
        runner.abort(reason);
    }

    @Override
    public final void abortComes(String reason) {
        runner.abortComes(reason);
    }

    /** Advances to the end: see {@link OperationRunner#run}. */
    public final R run(OperationRunner.Pause pause) throws OperationException {
        runner.run(pause);
        return result();
    }

    /** @throws IllegalStateException the operation has not ended well */
    public final R result() {
        if (!hasEndedWell()) {
            throw new IllegalStateException("The operation has not ended well");
        }
        return toResult();
    }

    @Override
    public final OperationSnapshot snapshot() {
        return snapshot;
    }

    /** Closes what the operation itself has opened. */
    @Override
    public void close() {
        // Most hold nothing open.
    }
}
