package io.jenkins.plugins.monai.engine.ssh;

import java.time.Duration;

/**
 * How patient an SSH connection is.
 *
 * @param connect for the TCP connection, the key exchange and the authentication together
 * @param keepAlive between two keep-alive messages, whole seconds; a connection with four of them unanswered is broken
 */
public record SshTimeouts(Duration connect, Duration keepAlive) {

    /** 30 s to connect, a keep-alive message every 15 s. */
    public static SshTimeouts standard() {
        return new SshTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(15));
    }
}
