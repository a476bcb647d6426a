package io.jenkins.plugins.monai.engine.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often and after how long a request that met trouble is repeated: exponential back-off with jitter, as in <a
 * href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Timeouts, retries and backoff
 * with jitter</a>.
 *
 * @param attempts in all, at least 1
 * @param random between 0 (included) and 1 (excluded)
 */
record RetryPolicy(int attempts, DoubleSupplier random) {

    private static final long BASE_MILLIS = 500;
    private static final long MAX_MILLIS = 30_000;

    /**
     * @param attempt the one that failed, from 1
     * @param retryAfter what the registry asked for, which is honoured up to 30 s
     */
    Duration delay(int attempt, Optional<Duration> retryAfter) {
        long ceiling = Math.min(MAX_MILLIS, BASE_MILLIS << Math.min(attempt, 10));
        long jittered = ceiling / 2 + (long) (ceiling / 2.0 * random.getAsDouble());
        long asked = retryAfter.map(Duration::toMillis).orElse(0L);
        return Duration.ofMillis(Math.max(jittered, Math.min(MAX_MILLIS, asked)));
    }
}
