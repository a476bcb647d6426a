package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.connection.channel.direct.Session;

/**
 * A {@link RemoteShell} over SSH, by sshj. Connects when it is first used. A broken connection is made anew once within
 * a call as long as nothing of the command was sent, and otherwise by the next call. Authenticates with the run's key
 * only; reads and writes no file of the user's ({@code ~/.ssh}).
 *
 * <p>Several threads may run commands at the same time. A timeout or an interrupt ends the connection, and with it the
 * commands of the others.
 */
public final class SshjShell implements RemoteShell {

    private static final RemoteShell.StdinWriter NO_INPUT = stdin -> {};

    private final SshTarget target;
    private final SshKey key;
    private final HostKeyCheck hostKeyCheck;
    private final SshTimeouts timeouts;
    private final ReentrantLock connecting = new ReentrantLock();
    private SshConnection connection;
    private volatile HostKeyMismatchException mismatch;
    private volatile boolean closed;

    public SshjShell(SshTarget target, SshKey key, HostKeyCheck hostKeyCheck) {
        this(target, key, hostKeyCheck, SshTimeouts.standard());
    }

    public SshjShell(SshTarget target, SshKey key, HostKeyCheck hostKeyCheck, SshTimeouts timeouts) {
        this.target = target;
        this.key = key;
        this.hostKeyCheck = hostKeyCheck;
        this.timeouts = timeouts;
    }

    /**
     * {@inheritDoc}
     *
     * @throws AuthenticationRefusedException the machine does not take the run's key
     * @throws HostKeyMismatchException the machine's host key is wrong; so will be every later call
     */
    @Override
    public Result run(String command, Duration timeout) throws RemoteException, InterruptedException {
        try {
            return run(command, NO_INPUT, timeout, null);
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("There is no input that could fail", e);
        }
    }

    /** {@inheritDoc} */
    @Override
    public Result run(String command, StdinWriter stdin, Duration timeout) throws IOException, InterruptedException {
        return run(command, stdin, null, timeout);
    }

    private Result run(String command, StdinWriter stdin, Duration limit, Duration silence)
            throws IOException, InterruptedException {
        SshConnection current = connected();
        Session session;
        try {
            session = bounded(current, current::startSession);
        } catch (RemoteException stale) {
            current = connected();
            session = bounded(current, current::startSession);
        }
        return run(current, session, command, stdin, limit, silence);
    }

    private Result run(
            SshConnection on, Session session, String command, StdinWriter stdin, Duration limit, Duration silence)
            throws IOException, InterruptedException {
        Session.Command sent = bounded(on, () -> session.exec(command));
        CommandRun run = new CommandRun(sent, stdin, "SSH " + target);
        boolean ended = false;
        try {
            Result result = run.await(limit, silence);
            ended = true;
            return result;
        } catch (TimeoutException e) {
            Duration patience = limit != null ? limit : silence;
            throw new RemoteException(target + " did not answer within " + patience.toSeconds() + " s", e);
        } catch (IOException e) {
            throw run.hasSourceFailed() ? e : on.trouble("broke the connection in the middle of a command", e);
        } finally {
            if (!ended) {
                on.abort();
                run.unwind();
            }
        }
    }

    private SshConnection connected() throws RemoteException, InterruptedException {
        connecting.lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("The shell of " + target + " was closed");
            }
            if (mismatch != null) {
                throw new HostKeyMismatchException(mismatch.getMessage());
            }
            if (connection == null || !connection.isUsable()) {
                disconnect();
                connection = connect();
            }
            return connection;
        } catch (HostKeyMismatchException e) {
            mismatch = e;
            throw e;
        } finally {
            connecting.unlock();
        }
    }

    private SshConnection connect() throws RemoteException, InterruptedException {
        SshConnection fresh = new SshConnection(target, hostKeyCheck, timeouts);
        return bounded(fresh, () -> {
            fresh.open(key);
            return fresh;
        });
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** A step of the protocol that a sound machine does at once; the connection is given up when it does not. */
    private <T> T bounded(SshConnection on, Step<T> step) throws RemoteException, InterruptedException {
        try {
            return Task.call("SSH " + target, timeouts.connect(), on::abort, step::run);
        } catch (TimeoutException e) {
            throw new RemoteException(
                    target + " did not answer by SSH within "
                            + timeouts.connect().toSeconds() + " s",
                    e);
        } catch (RemoteException e) {
            throw e;
        } catch (IOException | SSHRuntimeException e) {
            on.abort();
            throw on.trouble("broke the connection", e);
        }
    }

    private void disconnect() {
        if (connection != null) {
            connection.abort();
            connection = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        connecting.lock();
        try {
            disconnect();
        } finally {
            connecting.unlock();
        }
    }
}
