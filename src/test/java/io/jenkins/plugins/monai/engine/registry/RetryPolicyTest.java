package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    @Test
    void theDelayDoublesAndIsJitteredByHalf() {
        assertEquals(Duration.ofMillis(500), delay(0, 1));
        assertEquals(Duration.ofMillis(750), delay(0.5, 1));
        assertEquals(Duration.ofMillis(1000), delay(0, 2));
        assertEquals(Duration.ofMillis(2000), delay(0, 3));
        assertEquals(Duration.ofSeconds(15), delay(0, 60));
    }

    @Test
    void retryAfterIsHonouredUpTo30Seconds() {
        RetryPolicy policy = new RetryPolicy(4, () -> 0);
        assertEquals(Duration.ofSeconds(7), policy.delay(1, Optional.of(Duration.ofSeconds(7))));
        assertEquals(Duration.ofSeconds(30), policy.delay(1, Optional.of(Duration.ofHours(1))));
        assertEquals(Duration.ofMillis(500), policy.delay(1, Optional.of(Duration.ZERO)));
    }

    private static Duration delay(double random, int attempt) {
        return new RetryPolicy(4, () -> random).delay(attempt, Optional.empty());
    }
}
