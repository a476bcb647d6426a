package io.jenkins.plugins.monai.engine;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What operations have in common: a runner drives them through their phases, and a snapshot follows.
 *
 * @param <C> what the phases share
 * @param <R> what the operation comes to
 */
public abstract class PhasedOperation<C extends OperationContext<?, ?>, R extends PhasedOperation.Result>
        implements Operation {

    /** What an operation comes to. */
    public interface Result {
        /** By the names that a Pipeline uses. */
        Map<String, String> toMap();
    }

    private final C context;
    private final List<String> phaseNames;
    private final String region;
    private final OperationRunner<C> runner;
    private volatile OperationSnapshot snapshot;

    /**
     * @param phases in order; the last one is the clean-up
     * @param region the code of the region it works in
     * @param maximum how long all but the clean-up may take
     */
    protected PhasedOperation(List<Phase<C>> phases, C context, String region, Duration maximum) {
        this.context = context;
        this.phaseNames = names(phases);
        this.region = region;
        this.runner = new OperationRunner<>(phases, context, context.journal(), maximum);
    }

    protected static <C> List<String> names(List<Phase<C>> phases) {
        return phases.stream().map(Phase::name).toList();
    }

    /** Called once by the constructor of a subclass, when it can make snapshots. */
    protected final void watch() {
        snapshot = snapshot(null);
        runner.watchedBy(waitingFor -> snapshot = snapshot(waitingFor));
    }

    protected final C context() {
        return context;
    }

    /** What there is to show at any time; {@link #outputs} of an operation that has ended well come by themselves. */
    protected abstract void show(OperationSnapshot.Builder snapshot);

    /** The outputs of an operation that has not ended well, as far as they are known. */
    protected abstract void showSoFar(OperationSnapshot.Builder snapshot);

    /** Asked of an operation that has ended well. */
    protected abstract R toResult();

    /** @param waitingFor null while something is done */
    private OperationSnapshot snapshot(String waitingFor) {
        OperationSnapshot.Builder builder = OperationSnapshot.of(context.state(), phaseNames, region)
                .shownBy(context.log()::shown)
                .waitingFor(waitingFor);
        show(builder);
        if (hasEndedWell()) {
            builder.outputs(outputs());
        } else {
            showSoFar(builder);
        }
        return builder.build();
    }

    private boolean hasEndedWell() {
        return context.state().isFinished() && context.state().failure().isEmpty();
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
    public final Map<String, String> outputs() {
        return result().toMap();
    }

    @Override
    public final OperationSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public final String shown(String text) {
        return context.log().shown(text);
    }

    /** Closes what the operation itself has opened. */
    @Override
    public void close() {
        // Most hold nothing open.
    }
}
