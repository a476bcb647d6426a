package io.jenkins.plugins.monai.engine.ssh;

/**
 * Where the machine's SSH server listens, and for whom.
 *
 * @param port 1 to 65535
 */
public record SshTarget(String host, int port, String user) {

    @Override
    public String toString() {
        return user + "@" + host + (port == 22 ? "" : ":" + port);
    }
}
