package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Whether containers see what they are to see: this machine's folders under the paths that this JVM has for them, and
 * its loopback interface. An engine that runs elsewhere would mount empty folders and say nothing.
 */
final class MountCheck {

    private static final Duration QUICK = Duration.ofSeconds(120);
    private static final String SCRIPT = "import socket,sys; print(open('/check/word').read());"
            + " socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20).close()";

    private MountCheck() {}

    /** @throws IOException a container sees something else */
    static void run(ContainerEngine engine, String image, Path run) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(run.resolve("check"));
        String word = "seen-" + System.nanoTime();
        Files.writeString(folder.resolve("word"), word);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command.Finished seen = engine.cli()
                    .finish(
                            QUICK,
                            "run",
                            "--rm",
                            "--network=host",
                            "--volume=" + folder + ":/check:ro",
                            "--entrypoint=python3",
                            image,
                            "-c",
                            SCRIPT,
                            String.valueOf(server.getLocalPort()));
            if (!seen.output().contains(word)) {
                throw new IOException("a container does not see " + folder + ": "
                        + seen.output().strip());
            }
            if (seen.exitCode() != 0) {
                throw new IOException("a container does not reach this machine's loopback interface: "
                        + seen.output().strip().lines().reduce((a, b) -> b).orElse(""));
            }
        } finally {
            LabPaths.delete(folder);
        }
    }
}
