package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A stand-in for AWS HealthImaging, which no emulator has: throttles at first, then imports what lies under the prefix of
 * a job and writes the manifest where the service does.
 */
public final class HealthImaging implements AutoCloseable {

    /** The data store it has. */
    public static final String DATASTORE = "d".repeat(32);

    private static final Duration START = Duration.ofSeconds(30);
    private static final int THROTTLED_CALLS = 2;

    private final ChildProcess process;
    private final URI uri;

    private HealthImaging(ChildProcess process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** @param bucket of the laboratory's S3, which imports read and write */
    public static HealthImaging start(Lab lab, String bucket) throws IOException, InterruptedException {
        LabPaths paths = LabPaths.forNewLab();
        int port = ChildProcess.freePort();
        List<String> command = List.of(
                paths.virtualEnvironment("aws").resolve("bin/python").toString(),
                Path.of("lambda", "tests", "imaging_stub.py").toString(),
                bucket,
                lab.emulator().toString(),
                String.valueOf(port),
                "--throttle",
                String.valueOf(THROTTLED_CALLS));
        ChildProcess process = ChildProcess.start(paths.run().resolve("imaging.log"), Map.of(), command)
                .await(START, () -> ChildProcess.listens(port));
        return new HealthImaging(process, URI.create("http://127.0.0.1:" + port));
    }

    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.close();
    }
}
