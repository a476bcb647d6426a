package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.ssh.DetachedPoll;
import java.time.Duration;

/**
 * How often a command on the machine is looked at, and how much of its log is read. The machine's word is not trusted: one
 * that always says "more" is asked with pauses all the same, and one that prints faster than it is read is not read to the
 * end. How long all of it may take is the operation's maximum.
 */
final class PollPace {

    /** Between two pieces of a log that is longer than one: 2.5 MiB a second at most. */
    static final Duration NEXT_PIECE = Duration.ofMillis(100);

    static final Duration SHORTEST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** Bytes that may be waiting to be read. */
    private static final long MOST_UNREAD = 32L * 1024 * 1024;

    /** Bytes that are read still when more were waiting. */
    private static final long RESUMED = 1024L * 1024;

    private Duration pause = SHORTEST;

    /** How long to wait until the next look; never nothing. */
    Duration pause(DetachedPoll seen) {
        boolean came = seen.bytes().length > 0;
        if (came && seen.more()) {
            return NEXT_PIECE;
        }
        pause = came ? SHORTEST : longer(pause);
        return pause;
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(6).dividedBy(5);
        return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }

    /** How many bytes of the log not to read, after those seen; 0 where all are read. */
    static long skipped(DetachedPoll seen) {
        return seen.unread() > MOST_UNREAD ? seen.unread() - RESUMED : 0;
    }
}
