package io.jenkins.plugins.monai.engine.buildmap.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.ssh.DetachedPoll;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Issue 10, number 19: a machine that always says "more" is not polled without pause, nor read for ever. */
class PollPaceTest {

    private static final byte[] PIECE = new byte[256 * 1024];

    private final PollPace pace = new PollPace();

    private static DetachedPoll running(long logSize, byte[] bytes) {
        return DetachedPoll.of("running", 0, logSize, 0, bytes);
    }

    @Test
    void moreIsAskedForWithAPause() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(PollPace.NEXT_PIECE, pace.pause(running(Long.MAX_VALUE, PIECE)));
        }
    }

    @Test
    void moreThatNeverComesIsAskedForLessAndLess() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            Duration pause = pace.pause(running(1_000_000, new byte[0]));
            assertTrue(pause.compareTo(last) >= 0 && pause.compareTo(PollPace.LONGEST) <= 0, pause.toString());
            last = pause;
        }
        assertEquals(PollPace.LONGEST, last);
        assertEquals(PollPace.SHORTEST, pace.pause(running(PIECE.length, PIECE)));
    }

    @Test
    void aLogThatGrowsFasterThanItIsReadIsSkipped() {
        assertEquals(0, PollPace.skipped(running(32L * 1024 * 1024, PIECE)));
        long size = 64L * 1024 * 1024;
        assertEquals(size - PIECE.length - 1024 * 1024, PollPace.skipped(running(size, PIECE)));
        assertTrue(PollPace.skipped(running(Long.MAX_VALUE, PIECE)) > 0);
        assertEquals(0, PollPace.skipped(running(-1, PIECE)), "a size that cannot be");
    }
}
