package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.HostKeyCheck;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.engine.ssh.SshTarget;
import io.jenkins.plugins.monai.engine.ssh.SshjShell;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * The way to the run's machine: its key pair, which lives in memory and in its vault, and the shell opened with it. A
 * process that takes the run up finds the key in the vault and the machine's host key in the state. Thread-safe.
 */
final class MachineShell implements AutoCloseable {

    private static final int SSH_PORT = 22;

    private final BuildMapRequest request;
    private final RunIdentity identity;
    private final MachineState machine;
    private final KeyVault vault;
    private SshKey key;
    private RemoteShell shell;
    private HostKeyCheck hostKeyCheck;

    MachineShell(BuildMapRequest request, RunIdentity identity, MachineState machine, KeyVault vault) {
        this.request = request;
        this.identity = identity;
        this.machine = machine;
        this.vault = vault;
    }

    /**
     * The public half of the run's key pair: of one that a process before this one has kept, or of a new one.
     *
     * @throws OperationException it could not be kept, so that a restart would lose the machine
     */
    synchronized String publicKey() throws OperationException {
        if (key == null) {
            key = keptIfReadable().orElse(null);
        }
        if (key == null) {
            key = SshKey.generate(identity.resourceName());
            keep(key);
        }
        return key.publicKeyLine();
    }

    /** One that cannot be read opens no machine yet. */
    private Optional<SshKey> keptIfReadable() {
        try {
            return kept();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<SshKey> kept() throws IOException {
        Optional<byte[]> encoded = vault.get();
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SshKey.decode(encoded.get(), identity.resourceName()));
        } catch (IllegalArgumentException e) {
            throw new IOException("what was kept is no key");
        } finally {
            Arrays.fill(encoded.get(), (byte) 0);
        }
    }

    private void keep(SshKey made) throws OperationException {
        byte[] encoded = made.encoded();
        try {
            vault.put(encoded);
        } catch (IOException e) {
            throw new OperationException(
                    "The key to the machine could not be kept: " + e.getMessage(),
                    "Make room on, or repair, the disk that holds the build's record",
                    e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * The machine is not needed any more.
     *
     * @throws IOException the vault still has the key
     */
    synchronized void forgetKey() throws IOException {
        close();
        vault.delete();
        if (key != null) {
            key.destroy();
            key = null;
        }
    }

    /** @param expected the host keys known beforehand; null to pin the first one shown */
    synchronized void expect(Collection<String> expected) throws OperationException {
        close();
        hostKeyCheck = expected == null
                ? HostKeyCheck.acceptNew(machine.hostKey(), machine::pinHostKey)
                : HostKeyCheck.anyOf(expected, machine::pinHostKey);
        shell = new SshjShell(target(), requireKey(), hostKeyCheck);
    }

    /** A further connection, which the caller closes. */
    synchronized RemoteShell another() throws OperationException {
        get();
        return new SshjShell(target(), requireKey(), hostKeyCheck);
    }

    synchronized boolean isOpen() {
        return shell != null;
    }

    /** The shell of the machine, which WAIT_SSH has made sure of; in a process after that, by the host key seen then. */
    synchronized RemoteShell get() throws OperationException {
        requireKey();
        if (shell == null) {
            if (machine.hostKey() == null) {
                throw new IllegalStateException("Nobody has made sure of the machine's host key");
            }
            expect(null);
        }
        return shell;
    }

    /** @throws OperationException what an earlier process kept cannot be read: a machine could not be logged in to */
    synchronized SshKey requireKey() throws OperationException {
        if (key == null) {
            try {
                key = kept().orElseThrow(() -> new IOException("it is not there"));
            } catch (IOException e) {
                throw new OperationException(
                        "The key to the machine, which was kept before the restart of the controller, cannot be read: "
                                + e.getMessage(),
                        "Run the build again; see that the folder 'secrets' and the builds of JENKINS_HOME outlive a"
                                + " restart together",
                        e);
            }
        }
        return key;
    }

    SshTarget target() {
        String user = request.machine().sshUser();
        return request.endpoints()
                .ssh()
                .map(address -> {
                    int colon = address.lastIndexOf(':');
                    return new SshTarget(
                            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), user);
                })
                .orElseGet(() -> new SshTarget(machine.host(), SSH_PORT, user));
    }

    @Override
    public synchronized void close() {
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }
}
