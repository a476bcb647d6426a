package io.jenkins.plugins.monai.engine.machine;

import java.time.Duration;

/**
 * How long a machine runs on without a sign of life of who launched it. The machine counts by its own monotonic clock,
 * from its boot or from the last renewal, whichever is later.
 *
 * @param length after how long without a renewal the machine ends itself
 */
public record LeaseTerms(Duration length) {

    /**
     * Longer than the controller needs to come back after a restart, than SSH may be gone for (ten minutes), and than a
     * machine needs to boot ({@code WAIT_SSH} waits for ten minutes); and no longer, as it is what a dead controller
     * costs.
     */
    public static final LeaseTerms STANDARD = new LeaseTerms(Duration.ofMinutes(15));

    /** How much later than after its longest run a machine ends although its lease is renewed: time for the clean-up. */
    public static final Duration SLACK = Duration.ofMinutes(10);

    private static final int RENEWALS = 15;
    private static final int TAGGINGS = 3;
    private static final int CHECKS = 30;

    /** @throws IllegalArgumentException the lease is shorter than a second for each of its checks */
    public LeaseTerms {
        if (length.compareTo(Duration.ofSeconds(CHECKS)) < 0) {
            throw new IllegalArgumentException("A lease is at least " + CHECKS + " seconds");
        }
    }

    /** How often the lease is renewed on the machine: a few renewals may be lost. */
    public Duration renewal() {
        return length.dividedBy(RENEWALS);
    }

    /** How often at most the tag that tells of the lease is written anew. */
    public Duration tagging() {
        return length.dividedBy(TAGGINGS);
    }

    /** How often the machine looks. */
    public Duration check() {
        return length.dividedBy(CHECKS);
    }

    /** What the tag says at the launch and at each renewal: the machine is gone by then unless it is renewed again. */
    public Duration told() {
        return length.plus(tagging());
    }
}
