package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A machine as its distribution makes it, with Python and nothing else: a container, to be set up by a test. */
public final class PlainMachine implements AutoCloseable {

    private static final Duration QUICK = Duration.ofMinutes(1);
    private static final Duration SETUP = Duration.ofMinutes(15);

    private final Podman podman;
    private final String container;

    /**
     * How a script ended.
     *
     * @param output what it printed on both streams
     */
    public record Ended(int exitCode, String output) {}

    private PlainMachine(Podman podman, String container) {
        this.podman = podman;
        this.container = container;
    }

    static PlainMachine start(Podman podman, String image, Path folder, String target)
            throws IOException, InterruptedException {
        String container = podman.run(
                        QUICK,
                        "run",
                        "--detach",
                        "--init",
                        "--volume=" + folder + ":" + target + ":ro",
                        image,
                        "sleep",
                        "infinity")
                .strip();
        return new PlainMachine(podman, container);
    }

    /** Runs a script of bash's as root, however it ends. */
    public Ended sh(String script) throws IOException, InterruptedException {
        Command.Finished finished =
                podman.finish(SETUP, "exec", container, "bash", "-c", "set -euo pipefail\n" + script);
        return new Ended(finished.exitCode(), finished.output());
    }

    @Override
    public void close() throws IOException {
        try {
            podman.run(QUICK, "rm", "--force", "--time", "0", container);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
