package io.jenkins.plugins.monai.engine;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Map;

/** An operation in the hands of whoever advances it. One thread at a time, but for {@link #snapshot} and {@link #abortComes}. */
public interface Operation extends AutoCloseable {

    /** Does the next short piece of work: see {@link OperationRunner#advance}. */
    Advance advance() throws OperationException;

    /** Goes straight to the last phase: see {@link OperationRunner#abort}. */
    void abort(String reason);

    /** Tells who is about to interrupt the thread that advances: see {@link OperationRunner#abortComes}. Any thread. */
    void abortComes(String reason);

    /**
     * What it came to, as texts.
     *
     * @throws IllegalStateException the operation has not ended well
     */
    Map<String, String> outputs();

    /** How far it has come. May be asked by any thread at any time. */
    OperationSnapshot snapshot();

    /** Text as it may be shown: cleaned, and without the run's secrets. Any thread. */
    default String shown(String text) {
        return ForeignText.clean(text);
    }

    @Override
    void close();
}
