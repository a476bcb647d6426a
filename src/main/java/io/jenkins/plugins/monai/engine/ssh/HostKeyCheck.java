package io.jenkins.plugins.monai.engine.ssh;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Decides whether the host key that a machine shows is the right one. Thread-safe. */
public interface HostKeyCheck {

    /**
     * Key types ({@code ssh-ed25519}) to be asked of the machine, so that one with keys of several types shows one
     * that is known here; empty when any will do.
     */
    List<String> keyTypes();

    /**
     * @param keyLine {@code type base64}
     * @param fingerprint {@code SHA256:...} of it
     * @throws HostKeyMismatchException it is not the right one
     */
    void check(String keyLine, String fingerprint) throws HostKeyMismatchException;

    /** The machine with this key has taken the run's key. */
    default void authenticated(String keyLine) {}

    /**
     * The key must be one of these.
     *
     * @param expected fingerprints ({@code SHA256:...}), key lines ({@code type base64}) or both
     * @throws IllegalArgumentException nothing is expected, or something is neither
     */
    static HostKeyCheck anyOf(Collection<String> expected) {
        return anyOf(expected, keyLine -> {});
    }

    /**
     * As {@link #anyOf(Collection)}.
     *
     * @param onAuthenticated told the key that the machine has shown, each time it has taken the run's key
     */
    static HostKeyCheck anyOf(Collection<String> expected, Consumer<String> onAuthenticated) {
        return new ExpectedHostKeys(expected, onAuthenticated);
    }

    /**
     * The first key shown is taken and pinned for good.
     *
     * @param pinned the key line that {@code onPinned} was told before, or null when there is none yet
     * @param onPinned told once, as soon as the machine has taken the run's key: until then it may still be about to
     *     replace the host keys of its image by its own. The connection fails when this throws
     */
    static HostKeyCheck acceptNew(String pinned, Consumer<String> onPinned) {
        return new PinnedHostKey(pinned, onPinned);
    }
}
