package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the private key of one run, so that a process that comes after a crash has the way to the run's machine. What it
 * writes to a disk is encrypted with a key that lies elsewhere. Never part of an operation's state.
 */
public interface KeyVault {

    /**
     * Keeps the key in place of the one before; returns only when it would survive a crash.
     *
     * @param key as {@link SshKey#encoded} writes it; the vault keeps a copy
     * @throws IOException the key could not be kept: nothing may come to depend on it
     */
    void put(byte[] key) throws IOException;

    /**
     * @return a copy of what was kept; empty where nothing was, or it was deleted
     * @throws IOException there is one that cannot be read or decrypted; the message says why
     */
    Optional<byte[]> get() throws IOException;

    /**
     * Deletes the key; none is good too.
     *
     * @throws IOException it is still there
     */
    void delete() throws IOException;

    /** For a run that ends with its process: tests, the demonstration. */
    static KeyVault inMemory() {
        return new KeyVault() {
            private byte[] kept;

            @Override
            public synchronized void put(byte[] key) {
                kept = key.clone();
            }

            @Override
            public synchronized Optional<byte[]> get() {
                return Optional.ofNullable(kept).map(byte[]::clone);
            }

            @Override
            public synchronized void delete() {
                kept = null;
            }
        };
    }
}
