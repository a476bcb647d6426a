package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A machine as its distribution makes it, with Python and nothing else: a container, to be set up by a test. */
public final class PlainMachine implements AutoCloseable {

    /** Where a machine finds, read-only, what an earlier one was told to {@link #keep}. */
    public static final String KEPT = "/kept";

    private static final Duration QUICK = Duration.ofMinutes(1);
    private static final Duration SETUP = Duration.ofMinutes(15);

    private final ContainerEngine engine;
    private final String container;

    /**
     * How a script ended.
     *
     * @param output what it printed on both streams
     */
    public record Ended(int exitCode, String output) {}

    private PlainMachine(ContainerEngine engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    static PlainMachine start(ContainerEngine engine, String image, Path folder, String target)
            throws IOException, InterruptedException {
        String container = engine.cli()
                .run(
                        QUICK,
                        "run",
                        "--detach",
                        "--init",
                        "--network=host",
                        "--volume=" + folder + ":" + target + ":ro",
                        "--volume=" + KeptPackages.folder() + ":" + KEPT + ":ro",
                        image,
                        "sleep",
                        "infinity")
                .strip();
        return new PlainMachine(engine, container);
    }

    /** Runs a script of bash's as root, however it ends. */
    public Ended sh(String script) throws IOException, InterruptedException {
        Command.Finished finished =
                engine.cli().finish(SETUP, "exec", container, "bash", "-c", "set -euo pipefail\n" + script);
        return new Ended(finished.exitCode(), finished.output());
    }

    /** Keeps a folder of this machine for the next ones, in the place of what was kept before. */
    public void keep(String folder) throws IOException, InterruptedException {
        Path fresh = Files.createTempDirectory(LabPaths.cache(), "packages-");
        engine.cli().run(SETUP, "cp", container + ":" + folder + "/.", fresh.toString());
        KeptPackages.replace(fresh);
    }

    @Override
    public void close() throws IOException {
        try {
            engine.cli().run(QUICK, "rm", "--force", "--volumes", container);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
