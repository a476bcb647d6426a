package io.jenkins.plugins.monai.engine.operation;

/**
 * One phase of an operation. It is idempotent: advanced again after a crash it finds by tag, client token or control
 * folder what its former self made, and goes on from there.
 *
 * @param <C> what the phases of one operation share: request, saved state, clients, log
 */
public interface Phase<C> {

    /** Upper case with underscores, as in the documentation: {@code WAIT_SSH}. */
    String name();

    /**
     * Does the next short piece of work and never waits for AWS or for the machine: it answers
     * {@link Advance#again} instead, so that no thread is held.
     *
     * @throws OperationException the phase has failed; the operation goes on with its clean-up
     * @throws InterruptedException the operation is being stopped: it goes on with its clean-up, which itself is
     *     advanced again
     */
    Advance advance(C context) throws OperationException, InterruptedException;

    /** Of a last phase: what an abort leaves, and what whoever aborted can do; a sentence without its full stop. */
    default String afterAbort() {
        return "What it had made is removed by the clean-up; run it again when you want to";
    }
}
