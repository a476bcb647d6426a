package io.jenkins.plugins.monai.execution;

import java.time.Duration;
import java.util.List;

/** While it is open, what cannot be taken up after a restart is given up at once instead of after a quarter of an hour. */
public final class NoPauses implements AutoCloseable {

    private final List<Duration> before = Resumption.pauses;

    public NoPauses() {
        Resumption.pauses = List.of();
    }

    @Override
    public void close() {
        Resumption.pauses = before;
    }
}
