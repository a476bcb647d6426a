package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what is left over. In doubt nothing is: a machine that is wanted and removed is a lost build, one that is left
 * ends itself.
 */
final class Judge {

    /**
     * The age at which something can be left at the earliest. What was just made may be unknown to some of EC2's calls,
     * its tags included, and a build that just ended may still be removing it.
     *
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html">Eventual consistency in the
     *     Amazon EC2 API</a>
     */
    static final Duration LEAST_AGE = Duration.ofMinutes(5);

    /** What clocks may differ by, and a renewal may be late. */
    static final Duration GRACE = Duration.ofMinutes(5);

    /** The longest that a run may ask its machine to live. */
    static final Duration LONGEST =
            Duration.ofMinutes(MachineParameters.MAXIMUM_MINUTES.bounds().highest());

    private final KnownRuns runs;
    private final Clock clock;

    Judge(KnownRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** @param launched null where it is not known */
    Verdict machine(Ownership of, Instant launched) {
        if (!of.isOfRun()) {
            return notOfRun(of);
        }
        if (launched == null || !isPast(launched.plus(LEAST_AGE))) {
            return Verdict.YOUNG;
        }
        RunStatus status = runs.status(of.run(), of.job());
        Optional<Instant> lease = lease(of);
        if (lease.isPresent() && !isPast(lease.get().plus(GRACE))) {
            return status.state() == RunStatus.State.UNKNOWN ? Verdict.LEASE_ELSEWHERE : Verdict.LEASE_ALIVE;
        }
        if (isPast(limit(of, launched).plus(GRACE))) {
            return Verdict.LIMIT_OVER;
        }
        return switch (status.state()) {
            case ALIVE -> Verdict.RUN_ALIVE;
            case OVER -> isPast(status.since().plus(LEAST_AGE)) ? Verdict.RUN_OVER : Verdict.YOUNG;
            case UNKNOWN -> lease.isPresent() ? Verdict.LEASE_OVER : Verdict.RUN_UNKNOWN;
        };
    }

    /**
     * Of what belongs to a run's machine and may be there without one.
     *
     * @param created null where it is not known
     * @param withMachine whether a machine of the run is there, or may be
     */
    Verdict belonging(Ownership of, Instant created, boolean withMachine) {
        if (!of.isOfRun()) {
            return notOfRun(of);
        }
        if (withMachine) {
            return Verdict.IN_USE;
        }
        if (created != null && !isPast(created.plus(LEAST_AGE))) {
            return Verdict.YOUNG;
        }
        RunStatus status = runs.status(of.run(), of.job());
        return switch (status.state()) {
            case ALIVE -> Verdict.RUN_ALIVE;
            case OVER -> isPast(status.since().plus(LEAST_AGE)) ? Verdict.RUN_OVER : Verdict.YOUNG;
            case UNKNOWN -> isOlderThanAnyRun(of, created) ? Verdict.LIMIT_OVER : Verdict.RUN_UNKNOWN;
        };
    }

    private static Verdict notOfRun(Ownership of) {
        return of.isStanding() ? Verdict.STANDING : Verdict.TAGS_INCOMPLETE;
    }

    /** One that reaches further than a machine may live is none. */
    private Optional<Instant> lease(Ownership of) {
        return of.lease().filter(lease -> isPast(lease.minus(LONGEST).minus(GRACE)));
    }

    /** When the machine ends itself at the latest. */
    static Instant limit(Ownership of, Instant launched) {
        Instant latest = launched.plus(LONGEST);
        return of.expires().filter(expires -> expires.isBefore(latest)).orElse(latest);
    }

    /** The tag tells an end that was asked for when the resource was made, so it is not before its making. */
    private boolean isOlderThanAnyRun(Ownership of, Instant created) {
        Optional<Instant> begin = Optional.ofNullable(created).or(of::expires);
        return begin.isPresent() && isPast(begin.get().plus(LONGEST).plus(GRACE));
    }

    private boolean isPast(Instant moment) {
        return clock.instant().isAfter(moment);
    }
}
