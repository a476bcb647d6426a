package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The Docker daemon that the user's command line speaks to, if it can run the laboratory: on this machine, with this
 * machine's own loopback interface.
 *
 * @param program of the command line
 * @param info what the daemon says of itself
 */
record DockerDaemon(Path program, Path socket, JsonNode info) {

    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final String UNIX = "unix://";

    /** By {@code DOCKER_HOST}, or the context in use, as the command line has it. */
    static DockerDaemon ofThisUser() throws ContainersUnavailable, IOException, InterruptedException {
        Path program = LabPaths.program("docker")
                .orElseThrow(() -> new ContainersUnavailable("docker, the command line, is not installed"))
                .toRealPath();
        String version =
                Command.of(program.toString(), "--version").finish(QUICK).output();
        if (version.toLowerCase(Locale.ROOT).contains("podman")) {
            throw new ContainersUnavailable("the command docker is Podman's");
        }
        String host = host(program);
        if (!host.startsWith(UNIX)) {
            throw new ContainersUnavailable(
                    "the daemon at " + host + " is not on this machine: only a unix:// socket serves");
        }
        Path socket = Path.of(host.substring(UNIX.length()));
        if (!Files.exists(socket)) {
            throw new ContainersUnavailable("no daemon listens at " + socket);
        }
        Command.Finished info = Command.of(program.toString(), "info", "--format", "{{json .}}")
                .env(Map.of("DOCKER_HOST", host))
                .finish(QUICK);
        JsonNode answer = json(info.output());
        String trouble = trouble(answer, info);
        if (!trouble.isEmpty()) {
            throw new ContainersUnavailable("the daemon at " + socket + " does not answer this user: "
                    + trouble.strip().replaceFirst("[.]$", "") + hint(socket));
        }
        Optional<String> unfit = unfit(answer);
        if (unfit.isPresent()) {
            throw new ContainersUnavailable(unfit.get());
        }
        return new DockerDaemon(program, socket, answer);
    }

    private static String host(Path program) throws IOException, InterruptedException {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return host;
        }
        Command.Finished context = Command.of(
                        program.toString(), "context", "inspect", "--format", "{{.Endpoints.docker.Host}}")
                .finish(QUICK);
        return context.exitCode() == 0 ? context.output().strip() : "unix:///var/run/docker.sock";
    }

    /** Warnings stand before it, in the same output. */
    private static JsonNode json(String output) throws IOException {
        Optional<String> line =
                output.lines().filter(text -> text.startsWith("{")).findFirst();
        return new ObjectMapper().readTree(line.orElse("{}"));
    }

    private static String trouble(JsonNode info, Command.Finished command) {
        String errors = String.join(
                "; ",
                StreamSupport.stream(info.path("ServerErrors").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
        if (!errors.isEmpty()) {
            return errors;
        }
        if (!info.path("ServerVersion").asText().isEmpty()) {
            return "";
        }
        return command.output()
                .lines()
                .filter(line -> !line.startsWith("{") && !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("it says nothing of itself");
    }

    private static String hint(Path socket) {
        boolean forbidden = Files.exists(socket) && !Files.isWritable(socket);
        return forbidden ? " (sudo usermod --append --groups docker " + System.getProperty("user.name") + ")" : "";
    }

    /** Where containers on the host's network are not on this machine's loopback interface. */
    static Optional<String> unfit(JsonNode info) {
        String options = info.path("SecurityOptions").toString();
        if (options.contains("name=rootless")) {
            return Optional.of("the daemon is rootless: its containers do not share this machine's loopback interface");
        }
        if (options.contains("name=userns")) {
            return Optional.of("the daemon maps users (userns-remap), which the host's network forbids");
        }
        if (!info.path("OSType").asText().equals("linux")
                || info.path("OperatingSystem").asText().contains("Docker Desktop")) {
            return Optional.of("the daemon runs in a virtual machine ("
                    + info.path("OperatingSystem").asText()
                    + "): its containers do not share this machine's loopback interface");
        }
        return Optional.empty();
    }

    /** The plugin that builds with BuildKit, where the command line has it. */
    Optional<Path> buildx() {
        return StreamSupport.stream(info.path("ClientInfo").path("Plugins").spliterator(), false)
                .filter(plugin -> plugin.path("Name").asText().equals("buildx"))
                .map(plugin -> Path.of(plugin.path("Path").asText()))
                .filter(Files::isReadable)
                .findFirst();
    }
}
