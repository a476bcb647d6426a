package io.jenkins.plugins.monai.engine.upload;

import io.jenkins.plugins.monai.engine.text.ByteSize;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Progress as lines of a log: one whenever a further 10 % or 10 s have passed, but not within a second of the one
 * before, and one at the end.
 */
public final class ProgressLines implements Progress {

    private static final int STEP_PERCENT = 10;
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

    private final String what;
    private final Consumer<String> log;
    private final LongSupplier nanos;
    private final long start;
    private long lastTime;
    private long lastPercent;
    private boolean ended;

    /** @param what begins each line: "Upload" */
    public ProgressLines(String what, Consumer<String> log) {
        this(what, log, System::nanoTime);
    }

    ProgressLines(String what, Consumer<String> log, LongSupplier nanos) {
        this.what = what;
        this.log = log;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.lastTime = start;
    }

    @Override
    public synchronized void bytes(long sent, long total) {
        long now = nanos.getAsLong();
        long percent = total == 0 ? 100 : sent * 100 / total;
        boolean end = sent == total && !ended;
        boolean due =
                now - lastTime >= LONGEST || (percent - lastPercent >= STEP_PERCENT && now - lastTime >= SHORTEST);
        if (end || (due && !ended)) {
            log.accept(line(sent, total, percent, now));
            lastTime = now;
            lastPercent = percent;
            ended = end;
        }
    }

    private String line(long sent, long total, long percent, long now) {
        double seconds = Math.max(now - start, 1) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s: %s of %s (%d %%), %s/s",
                what,
                ByteSize.of(sent),
                ByteSize.of(total),
                percent,
                ByteSize.of((long) (sent / seconds)));
    }
}
