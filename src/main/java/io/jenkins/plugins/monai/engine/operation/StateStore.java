package io.jenkins.plugins.monai.engine.operation;

import java.io.IOException;

/**
 * Keeps the state of an operation across a restart of the process that drives it.
 *
 * @param <S> a final class of strings, numbers and lists of such: no secrets, no SDK types
 */
public interface StateStore<S extends OperationState> {

    /**
     * Returns only when the state would survive a crash.
     *
     * @throws IOException the state could not be kept; the side effect it announces must not be made then
     */
    void save(S state) throws IOException;

    /**
     * This store, which saves with the state how far the log has come, so that no line is told twice after a crash; and
     * although the thread is interrupted: see {@link Uninterrupted}.
     */
    default StateStore<S> with(EngineLog log) {
        return state -> {
            log.mark(state.logMarks());
            Uninterrupted.write(() -> save(state));
        };
    }
}
