package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.HostKeyCheck;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.engine.ssh.SshTarget;
import io.jenkins.plugins.monai.engine.ssh.SshjShell;
import java.util.Collection;

/** The way to the run's machine: its key pair, which lives in memory alone, and the shell opened with it. Thread-safe. */
final class MachineShell implements AutoCloseable {

    private static final int SSH_PORT = 22;

    private final BuildMapRequest request;
    private final RunIdentity identity;
    private final MachineState machine;
    private SshKey key;
    private RemoteShell shell;
    private HostKeyCheck hostKeyCheck;

    MachineShell(BuildMapRequest request, RunIdentity identity, MachineState machine) {
        this.request = request;
        this.identity = identity;
        this.machine = machine;
    }

    /** Makes the run's key pair and answers its public half. */
    synchronized String newKey() {
        key = SshKey.generate(identity.resourceName());
        return key.publicKeyLine();
    }

    /** @param expected the host keys known beforehand; null to pin the first one shown */
    synchronized void expect(Collection<String> expected) throws OperationException {
        close();
        hostKeyCheck = expected == null
                ? HostKeyCheck.acceptNew(machine.hostKey(), machine::pinHostKey)
                : HostKeyCheck.anyOf(expected);
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

    /** The shell of the machine. A process that took the run over has lost its key, and so its machine. */
    synchronized RemoteShell get() throws OperationException {
        requireKey();
        if (shell == null) {
            expect(null);
        }
        return shell;
    }

    /** @throws OperationException the process that made the key is gone: a machine could not be logged in to */
    synchronized SshKey requireKey() throws OperationException {
        if (key == null) {
            throw new OperationException(
                    "The controller was restarted, and with it went the key to the machine, which is kept in memory only",
                    "Run the build again");
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
