package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** Apache MINA's SSH server inside this Java process. */
final class MinaSshd implements TestSshd {

    static {
        // MINA would register Bouncy Castle for the whole process, and hide that something needs it.
        System.setProperty("org.apache.sshd.security.provider.BC.useNamed", "false");
    }

    private final SshServer server = SshServer.setUpDefaultServer();

    MinaSshd(String authorizedKeyLine) throws IOException {
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("RSA");
        keys.setKeySize(2048);
        server.setKeyPairProvider(keys);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals(user()) && authorizedKeyLine.startsWith(PublicKeyEntry.toString(key)));
        server.setCommandFactory(
                (channel, command) -> new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel));
        server.start();
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public String user() {
        return "builder";
    }

    @Override
    public String hostKey() {
        try {
            KeyPairProvider keys = server.getKeyPairProvider();
            return PublicKeyEntry.toString(keys.loadKeys(null).iterator().next().getPublic());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void dropConnections() {
        server.getActiveSessions().forEach(session -> close(session));
    }

    private static void close(AbstractSession session) {
        session.getIoSession().close(true);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
