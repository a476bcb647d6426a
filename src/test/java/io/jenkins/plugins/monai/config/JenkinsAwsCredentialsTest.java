package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class JenkinsAwsCredentialsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int asked;

    private final JenkinsAwsCredentials credentials =
            new JenkinsAwsCredentials(() -> AwsBasicCredentials.create("key-" + ++asked, "secret"), () -> now);

    private String key() {
        return credentials.resolveCredentials().accessKeyId();
    }

    @Test
    void areKeptForAWhileAndThenResolvedAgain() {
        assertEquals("key-1", key());
        now = now.plus(Duration.ofMinutes(4));
        assertEquals("key-1", key());
        now = now.plus(Duration.ofMinutes(1));
        assertEquals("key-2", key());
        assertEquals("key-2", key());
    }
}
