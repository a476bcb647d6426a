package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What instances run on: containers, or this machine itself. */
interface InstanceHosts extends Launches.Observer, Consoles.Source, AutoCloseable {

    /** What the emulator needs to know in its environment. */
    Map<String, String> emulatorEnvironment();

    /** The image location to register an AMI with; empty when an AMI is a name only. */
    Optional<String> imageLocation();

    /** {@code 127.0.0.1:PORT}, where the first instance's SSH server listens. */
    String ssh();

    /** Who logs in. */
    String sshUser();

    /** Called when the emulator answers. */
    default void emulatorRuns() throws IOException {}

    /** Tells instances to come where the stand-in for ECR's registry is. */
    void registry(String host, String password);

    /** Returns when an instance has booted, or after a while if it does not. */
    void awaitBooted(String instanceId) throws InterruptedException;

    /**
     * Runs a command on an instance as root, past SSH.
     *
     * @throws IOException the instance is no container, or the command failed; the message has its output
     */
    String run(String instanceId, String... command) throws IOException, InterruptedException;

    /**
     * Pulls an image and runs it as a MAP, without a network.
     *
     * @param user of its registry
     * @throws IOException there are no containers, or the image cannot be had
     */
    MapRun runMap(String image, String user, String password, Path input, Path output)
            throws IOException, InterruptedException;

    /**
     * Starts a machine with nothing of the plugin's.
     *
     * @param folder is found there, read-only, under {@code target}
     * @throws IOException there are no containers
     */
    PlainMachine plainMachine(Path folder, String target) throws IOException, InterruptedException;

    /** Whether nothing of an instance is left, whatever the emulator says. */
    boolean isEmpty() throws IOException, InterruptedException;

    @Override
    void close();
}
