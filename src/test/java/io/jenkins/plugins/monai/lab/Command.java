package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {

    private static final int GRACE_SECONDS = 10;

    private final List<String> command;
    private final ProcessBuilder builder;

    private Command(List<String> command) {
        this.command = command;
        builder = new ProcessBuilder(OwnSession.of(command))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
    }

    static Command of(String... command) {
        return new Command(Arrays.asList(command));
    }

    static Command of(List<String> command) {
        return new Command(command);
    }

    Command env(Map<String, String> variables) {
        builder.environment().putAll(variables);
        return this;
    }

    Command input(Path file) {
        builder.redirectInput(file.toFile());
        return this;
    }

    /** How it ended, and what it printed on both streams. */
    record Finished(int exitCode, String output) {}

    /**
     * Runs it and returns what it printed on both streams.
     *
     * @throws IOException it failed or took too long; the message ends with the last lines it printed
     */
    String run(Duration timeout) throws IOException, InterruptedException {
        Finished finished = finish(timeout);
        if (finished.exitCode() != 0) {
            throw new IOException(
                    this + " ended with exit code " + finished.exitCode() + ": " + tail(finished.output()));
        }
        return finished.output();
    }

    /**
     * Runs it, however it ends.
     *
     * @throws IOException it could not be started or took too long
     */
    Finished finish(Duration timeout) throws IOException, InterruptedException {
        Process process = builder.start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(this + " took more than " + timeout.toSeconds() + " s");
            }
        } finally {
            if (process.isAlive()) {
                askToEnd(process);
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            // Of one that has ended this would close the output, which may not have been read yet.
            if (process.isAlive()) {
                process.destroyForcibly();
            }
        }
        return new Finished(process.exitValue(), output.join());
    }

    /** What makes file systems and containers takes them back then. */
    private static void askToEnd(Process process) {
        process.toHandle().destroy();
        process.toHandle()
                .onExit()
                .completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(String output) {
        List<String> lines = output.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    /** Its first words. */
    @Override
    public String toString() {
        return String.join(" ", command.subList(0, Math.min(4, command.size())));
    }
}
