package io.jenkins.plugins.monai.engine;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.net.ProxySelector;
import java.time.Clock;

/**
 * One run of an operation: what it is given by whoever runs it. Made once for each run, and handed on as it is.
 *
 * @param identity who runs it, for tags and names
 * @param journal keeps its state and its log
 * @param aws not closed by the operation
 * @param source the workspace; null where the operation needs none
 * @param proxy of the way to registries and to AWS's address service
 * @param <S> the operation's saved state
 */
public record OperationRun<S extends OperationState>(
        RunIdentity identity, OperationJournal<S> journal, AwsClients aws, SourceTree source, ProxySelector proxy) {

    public S state() {
        return journal.state();
    }

    public EngineLog log() {
        return journal.log();
    }

    public Clock clock() {
        return journal.clock();
    }
}
