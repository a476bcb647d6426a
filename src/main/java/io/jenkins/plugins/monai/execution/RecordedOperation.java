package io.jenkins.plugins.monai.execution;

import hudson.model.Run;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Uninterrupted;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Notes in the build's record how far the operation has come, and what it came to. */
final class RecordedOperation implements Operation {

    private static final Logger LOGGER = Logger.getLogger(RecordedOperation.class.getName());

    private final Operation operation;
    private final Run<?, ?> build;
    private final OperationRecord record;
    private final EngineLog log;
    private final Closing whenClosed;

    /** What else is to be done at the end. */
    interface Closing {
        void close() throws IOException;
    }

    RecordedOperation(Operation operation, Run<?, ?> build, OperationRecord record, EngineLog log, Closing whenClosed) {
        this.log = log;
        this.operation = operation;
        this.build = build;
        this.record = record;
        this.whenClosed = whenClosed;
        record.follow(operation::snapshot);
    }

    @Override
    public Advance advance() throws OperationException {
        try {
            return operation.advance();
        } finally {
            if (record.note()) {
                save();
            }
        }
    }

    @Override
    public void abort(String reason) {
        operation.abort(reason);
    }

    @Override
    public void abortComes(String reason) {
        operation.abortComes(reason);
    }

    @Override
    public Map<String, String> outputs() {
        Map<String, String> outputs = new LinkedHashMap<>(operation.outputs());
        outputs.replaceAll((name, value) -> log.shown(value));
        record.succeeded(outputs);
        DeployAction.built(build, operation.snapshot(), outputs);
        return outputs;
    }

    @Override
    public OperationSnapshot snapshot() {
        return operation.snapshot();
    }

    @Override
    public String shown(String text) {
        return log.shown(text);
    }

    @Override
    public void close() {
        record.unfollow();
        save();
        operation.close();
        try {
            whenClosed.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Closing " + build, e);
        }
    }

    /** The page is not worth failing for: the operation's own state is kept elsewhere. */
    private void save() {
        try {
            Uninterrupted.write(build::save);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The record of " + build, e);
        }
    }
}
