package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that runs as a process of ours, with its output in a log file, until it is closed. */
final class ChildProcess implements AutoCloseable {

    /** Whether a server answers; asked again and again while it starts. */
    interface Ready {
        boolean test() throws IOException, InterruptedException;
    }

    private static final Duration POLL = Duration.ofMillis(50);

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log made anew, with its folder */
    static ChildProcess start(Path log, Map<String, String> env, List<String> command) throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(OwnSession.of(command))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(env);
        return new ChildProcess(builder.start(), log);
    }

    /**
     * @throws IOException it ended or did not answer in time; the message holds its log. It is closed then.
     */
    ChildProcess await(Duration timeout, Ready ready) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (answers(ready)) {
                return this;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        close();
        throw new IOException("The process did not start, its log: " + Files.readString(log));
    }

    private static boolean answers(Ready ready) throws InterruptedException {
        try {
            return ready.test();
        } catch (IOException notYet) {
            return false;
        }
    }

    static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        }
    }

    /** A port of 127.0.0.1 that nobody listened on a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process and all it started, asking first. */
    @Override
    public void close() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        awaitEnd(process.toHandle(), 5);
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(handle -> awaitEnd(handle, 10));
    }

    private static void awaitEnd(ProcessHandle handle, int seconds) {
        handle.onExit().completeOnTimeout(handle, seconds, TimeUnit.SECONDS).join();
    }
}
