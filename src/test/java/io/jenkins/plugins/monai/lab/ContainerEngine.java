package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What runs the laboratory's containers. Its command line understands Docker's commands, and its socket Docker's API.
 * All it holds of the laboratory is removed when it is closed. One laboratory of a working copy at a time has it.
 */
interface ContainerEngine extends AutoCloseable {

    Duration QUICK = Duration.ofSeconds(60);
    Duration PULL = Duration.ofMinutes(5);

    /** {@code podman} or {@code docker}: which command line builds images on an instance. */
    String name();

    EngineCli cli();

    /** The socket of its API once this returns, in a folder that only its owner may enter. */
    Path serve() throws IOException, InterruptedException;

    /** Called when the emulator runs: from now on the socket is to be there. */
    default void emulatorRuns() throws IOException {}

    /** What {@code build} needs to be told here. */
    default List<String> buildOptions() {
        return List.of();
    }

    /** {@code NAME=VALUE} of an image that is imported. */
    default List<String> importLabels() {
        return List.of();
    }

    /** More files of the instance's image, below {@code cli/}: a command line that speaks to this engine. */
    default void addCommandLine(LabImage instance) throws IOException {}

    /** Brings images that an earlier laboratory kept, where the engine itself does not keep them. */
    default void restore(Path kept) throws IOException, InterruptedException {}

    /** Keeps images for the next laboratory. */
    default void keep(Path kept, List<String> images) throws IOException, InterruptedException {}

    /** Tells of which registry, {@code HOST:PORT}, images are the laboratory's, beside those it has built. */
    default void registry(String host) {}

    void pull(String image, String user, String password) throws IOException, InterruptedException;

    /** Deletes a folder with files of users that exist in containers only. */
    void delete(Path folder) throws IOException, InterruptedException;

    /** The names of the laboratory's containers, running or not. */
    List<String> containers() throws IOException, InterruptedException;

    /** {@code podman 4.3.1, runc 1.1.5}. */
    String versions() throws IOException, InterruptedException;

    default boolean hasImage(String name) throws IOException, InterruptedException {
        return cli().finish(QUICK, "image", "inspect", "--format", "{{.Id}}", name)
                        .exitCode()
                == 0;
    }

    /** What a container printed; empty when there is no such container. */
    default String logs(String container) throws IOException, InterruptedException {
        Command.Finished logs = cli().finish(QUICK, "logs", container);
        return logs.exitCode() == 0 ? logs.output() : "";
    }

    /** Runs a command in a container as root, and returns what it printed. */
    default String exec(String container, String... command) throws IOException, InterruptedException {
        return cli().run(
                        QUICK,
                        Stream.concat(Stream.of("exec", "--user", "0", container), Stream.of(command))
                                .toArray(String[]::new));
    }

    @Override
    void close();
}
