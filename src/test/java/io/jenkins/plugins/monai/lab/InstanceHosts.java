package io.jenkins.plugins.monai.lab;

import java.io.IOException;
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

    /** Whether nothing of an instance is left, whatever the emulator says. */
    boolean isEmpty() throws IOException, InterruptedException;

    @Override
    void close();
}
