package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.userauth.UserAuthException;

/** One authenticated SSH connection. All but {@link #abort} may block; aborting ends whatever blocks. */
final class SshConnection {

    private static final int UNANSWERED_KEEP_ALIVES = 4;
    /** For a window to open again: a machine that writes to its disk may take its time. The shell has own deadlines. */
    private static final int CHANNEL_TIMEOUT_MILLIS = 3_600_000;

    private final SshTarget target;
    private final HostKeyCheck hostKeyCheck;
    private final Socket socket = new Socket();
    private final SSHClient client = new SSHClient(SshjConfig.create());
    private final AtomicReference<HostKey> shownKey = new AtomicReference<>();
    private final AtomicReference<HostKeyMismatchException> mismatch = new AtomicReference<>();
    private volatile boolean aborted;

    SshConnection(SshTarget target, HostKeyCheck hostKeyCheck, SshTimeouts timeouts) {
        this.target = target;
        this.hostKeyCheck = hostKeyCheck;
        int millis = Math.toIntExact(timeouts.connect().toMillis());
        client.setSocketFactory(new OneSocket(socket));
        client.setConnectTimeout(millis);
        client.setTimeout(millis);
        client.getTransport().setTimeoutMs(millis);
        client.getConnection().setTimeoutMs(millis);
        KeepAliveRunner keepAlive = (KeepAliveRunner) client.getConnection().getKeepAlive();
        keepAlive.setKeepAliveInterval(
                Math.max(1, Math.toIntExact(timeouts.keepAlive().toSeconds())));
        keepAlive.setMaxAliveCount(UNANSWERED_KEEP_ALIVES);
        client.addHostKeyVerifier(new Verifier());
    }

    /** Connects and authenticates, once; a connection that failed is aborted. */
    void open(SshKey key) throws RemoteException {
        boolean opened = false;
        try {
            socket.setTcpNoDelay(true);
            client.connect(target.host(), target.port());
            client.authPublickey(target.user(), key.keyProvider());
            client.getConnection().setTimeoutMs(CHANNEL_TIMEOUT_MILLIS);
            hostKeyCheck.authenticated(shownKey.get().line());
            opened = true;
        } catch (UserAuthException e) {
            throw refusedOrBroken(e);
        } catch (UnknownHostException e) {
            throw new RemoteException("There is no host of the name " + target.host(), e);
        } catch (IOException | SSHRuntimeException e) {
            HostKeyMismatchException wrongKey = mismatch.get();
            throw wrongKey != null ? wrongKey : trouble("could not be reached by SSH", e);
        } finally {
            if (!opened) {
                abort();
            }
        }
    }

    /** sshj reports a connection that broke in the middle of the authentication as a failed one, with a cause. */
    private RemoteException refusedOrBroken(UserAuthException e) {
        return e.getCause() == null
                ? new AuthenticationRefusedException(
                        target + " does not take the run's key: its user '" + target.user() + "' does not know it")
                : trouble("broke off the authentication", e);
    }

    RemoteException trouble(String what, Exception cause) {
        String detail = cause.getMessage();
        return new RemoteException(target + " " + what + (detail == null ? "" : ": " + detail), cause);
    }

    /** A session channel for one command; nothing has been sent of the command then. */
    Session startSession() throws IOException {
        try {
            return client.startSession();
        } catch (IllegalStateException e) {
            throw new IOException("the connection was lost", e); // how sshj says it
        }
    }

    boolean isUsable() {
        return !aborted
                && client.isConnected()
                && client.isAuthenticated()
                && client.getTransport().isRunning();
    }

    /**
     * Ends the connection at once, without a goodbye, which would block when the machine does not read. sshj's reading
     * thread tells everyone who waits; only the keep-alive thread of a connection that was never authenticated would
     * run on.
     */
    void abort() {
        aborted = true;
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is gone either way.
        }
        client.getConnection().getKeepAlive().interrupt();
    }

    private final class Verifier implements HostKeyVerifier {

        @Override
        public boolean verify(String host, int port, PublicKey key) {
            HostKey shown = HostKey.of(key);
            try {
                hostKeyCheck.check(shown.line(), shown.fingerprint());
            } catch (HostKeyMismatchException e) {
                mismatch.set(e);
                return false;
            }
            HostKey first = shownKey.compareAndExchange(null, shown);
            return first == null || first.equals(shown);
        }

        @Override
        public List<String> findExistingAlgorithms(String host, int port) {
            return hostKeyCheck.keyTypes().stream()
                    .flatMap(type -> SshjConfig.algorithmsFor(type).stream())
                    .toList();
        }
    }

    /** Hands out the socket that {@link #abort} can close while it is still connecting. */
    private static final class OneSocket extends SocketFactory {

        private final Socket socket;

        OneSocket(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
