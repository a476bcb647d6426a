package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command line of a container engine.
 *
 * @param program with what stands before every command
 */
record EngineCli(List<String> program, Map<String, String> env) {

    /** Runs a command and returns what it printed on both streams. */
    String run(Duration timeout, String... arguments) throws IOException, InterruptedException {
        return command(arguments).run(timeout);
    }

    /** {@link #run}, reading standard input from a file. */
    String run(Path input, Duration timeout, String... arguments) throws IOException, InterruptedException {
        return command(arguments).input(input).run(timeout);
    }

    /** Runs a command, however it ends. */
    Command.Finished finish(Duration timeout, String... arguments) throws IOException, InterruptedException {
        return command(arguments).finish(timeout);
    }

    private Command command(String... arguments) {
        return Command.of(of(arguments)).env(env);
    }

    List<String> of(String... arguments) {
        return Stream.concat(program.stream(), Stream.of(arguments)).toList();
    }
}
