package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes up what the controller's last process began. Right after a start, credentials, folders or disks may not be there
 * yet, so it is tried again for a while; in the end what the run may have made is removed by its tag.
 */
final class Resumption implements OperationOpening {

    /** A quarter of an hour in all: a controller with many plugins and agents takes minutes to be itself. Less in tests. */
    static List<Duration> pauses = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(40),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8));

    /** The run there is once the build can be asked for it. */
    interface Source {
        TaskRun<?> get() throws IOException, InterruptedException;
    }

    private final Source source;

    Resumption(Source source) {
        this.source = source;
    }

    @Override
    public Operation open() throws OperationException, IOException, InterruptedException {
        return source.get().goOn();
    }

    @Override
    public Optional<Duration> again(int failures, Exception failure) {
        if (failures > pauses.size()) {
            return Optional.empty();
        }
        Duration pause = pauses.get(failures - 1);
        tell("After the restart the run could not be taken up: " + failure.getMessage() + " Trying again in "
                + pause.toSeconds() + " s");
        return Optional.of(pause);
    }

    @Override
    public Optional<Operation> cleanUp(Exception failure) throws OperationException, IOException, InterruptedException {
        TaskRun<?> run = source.get();
        try {
            return run.cleanUp();
        } catch (OperationException | IOException e) {
            failure.addSuppressed(e);
            throw run.lost(failure);
        }
    }

    private void tell(String line) {
        try {
            source.get().tell(line);
        } catch (IOException e) {
            // Then the build cannot be told anything; the next try may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
