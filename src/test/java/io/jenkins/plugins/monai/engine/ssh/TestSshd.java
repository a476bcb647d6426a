package io.jenkins.plugins.monai.engine.ssh;

/** An SSH server on loopback that executes commands on this machine. */
public interface TestSshd extends AutoCloseable {

    int port();

    /** Whom to log in as. */
    String user();

    /** {@code type base64}. */
    String hostKey();

    /** Breaks every connection there is, as a network does; commands are not told. */
    void dropConnections();

    @Override
    void close();

    default SshTarget target() {
        return new SshTarget("127.0.0.1", port(), user());
    }
}
