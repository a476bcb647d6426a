package io.jenkins.plugins.monai.engine;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;

/**
 * What the phases of an operation share: the request, and the run. An operation adds what is its own. Nothing in it but
 * the state outlives the process.
 *
 * @param <Q> the operation's request
 * @param <S> its saved state
 */
public abstract class OperationContext<Q, S extends OperationState> {

    private final Q request;
    private final OperationRun<S> run;

    protected OperationContext(Q request, OperationRun<S> run) {
        this.request = request;
        this.run = run;
    }

    public final Q request() {
        return request;
    }

    public final RunIdentity identity() {
        return run.identity();
    }

    public final OperationJournal<S> journal() {
        return run.journal();
    }

    public final S state() {
        return run.state();
    }

    public final AwsClients aws() {
        return run.aws();
    }

    /** Null where the operation needs none. */
    public final SourceTree source() {
        return run.source();
    }

    public final ProxySelector proxy() {
        return run.proxy();
    }

    public final EngineLog log() {
        return run.log();
    }

    public final Clock clock() {
        return run.clock();
    }

    /** To be called before each side effect: see {@link OperationJournal#save}. */
    public final void save() throws OperationException {
        journal().save();
    }

    /** How long this process has been in a phase: see {@link OperationJournal#timeIn}. */
    public final Duration timeIn(String phase) {
        return journal().timeIn(phase);
    }
}
