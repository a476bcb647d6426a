package io.jenkins.plugins.monai.engine.operation;

import java.time.Clock;
import java.time.Duration;

/** Says in the log, once a minute, what a phase that waits is waiting for: a build that says nothing looks hung. */
final class Heartbeat {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final EngineLog log;
    private final Clock clock;
    private long phaseMillis;
    private long toldMillis;

    Heartbeat(EngineLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        phaseBegan(clock.millis());
    }

    /** @param millis since the epoch; a phase that another process began counts from there */
    void phaseBegan(long millis) {
        phaseMillis = millis;
        toldMillis = clock.millis();
    }

    void waiting(String phase, Advance advance) {
        long now = clock.millis();
        if (now - toldMillis >= INTERVAL.toMillis()) {
            toldMillis = now;
            log.line(phase + ": waiting for " + advance.waitingFor() + ", "
                    + Duration.ofMillis(now - phaseMillis).toMinutes() + " min so far");
        }
    }
}
