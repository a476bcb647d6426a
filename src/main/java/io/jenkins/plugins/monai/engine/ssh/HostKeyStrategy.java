package io.jenkins.plugins.monai.engine.ssh;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.stream.Stream;

/** How a machine that is seen for the first time proves that it is the one that was launched. There is no "off". */
public enum HostKeyStrategy {
    /** Its key must be among those that cloud-init prints on the EC2 console: see {@link ConsoleHostKeys}. */
    CONSOLE("console"),
    /** Whatever it shows first is pinned for the run: see {@link HostKeyCheck#acceptNew}. */
    ACCEPT_NEW("accept-new");

    private final String value;

    HostKeyStrategy(String value) {
        this.value = value;
    }

    /** As in the request. */
    public String value() {
        return value;
    }

    /** @throws IllegalArgumentException there is no such strategy, see {@link #check} */
    public static HostKeyStrategy of(String value) {
        return Stream.of(values())
                .filter(strategy -> strategy.value.equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(value));
    }

    /** @throws OperationException there is no such strategy */
    public static void check(String value) throws OperationException {
        if (Stream.of(values()).noneMatch(strategy -> strategy.value.equals(value))) {
            throw new OperationException(
                    "There is no host-key strategy '" + value + "'",
                    "Set `hostKeyStrategy` to `console` or to `accept-new`; the check cannot be switched off");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
