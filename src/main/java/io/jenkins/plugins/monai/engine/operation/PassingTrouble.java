package io.jenkins.plugins.monai.engine.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When work is done again that failed for a reason that passes: a bounded number of times, after pauses that grow and
 * differ, so that what was throttled together does not come back together.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Exponential backoff with
 *     jitter in the AWS SDKs</a>
 */
final class PassingTrouble {

    /** With the pauses below at most a minute and a half, beside what the AWS SDK tries within each call. */
    static final int MOST = 6;

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private int times;

    /** How long to wait before the next time; empty when it was tried often enough, or the failure does not pass. */
    Optional<Duration> next(Exception failure) {
        boolean passing = failure instanceof OperationException e && e.isPassing();
        if (!passing || times >= MOST) {
            return Optional.empty();
        }
        long longest = Math.min(FIRST.toMillis() << times, LONGEST.toMillis());
        times++;
        return Optional.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1)));
    }

    /** The how-manieth time it is. */
    int times() {
        return times;
    }

    void isOver() {
        times = 0;
    }
}
