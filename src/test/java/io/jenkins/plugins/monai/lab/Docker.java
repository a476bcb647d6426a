package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Docker daemon of this machine that the user may use, and that has other things to do. All that the laboratory makes
 * carries its label, by the images that it is made from, or comes from the laboratory's registry; nothing else is
 * touched. Images are kept for the next laboratory in a file, not in the daemon.
 */
final class Docker implements ContainerEngine {

    /** With a value for each working copy, so that two of them leave each other alone. */
    static final String LABEL = "io.jenkins.plugins.monai.laboratory";

    private static final String KEPT = "images.tar";

    private final DockerDaemon daemon;
    private final EngineCli cli;
    private final EngineLock lock;
    private final Path socketFolder;
    private final DockerLeftovers leftovers;
    private final String label;

    private Docker(DockerDaemon daemon, LabPaths paths, Path socketFolder, EngineLock lock) {
        this.daemon = daemon;
        this.lock = lock;
        this.socketFolder = socketFolder;
        this.label = LABEL + "=" + Integer.toHexString(paths.kept().hashCode());
        this.cli = new EngineCli(
                List.of(daemon.program().toString()),
                Map.of(
                        "DOCKER_HOST",
                        "unix://" + daemon.socket(),
                        "DOCKER_CONFIG",
                        socketFolder.toString(),
                        // Its intermediate steps are images with our label; BuildKit's would be anybody's.
                        "DOCKER_BUILDKIT",
                        "0"));
        this.leftovers = new DockerLeftovers(cli, label);
    }

    /** What a laboratory that was killed has left is removed. */
    static Docker open(LabPaths paths) throws ContainersUnavailable, IOException, InterruptedException {
        DockerDaemon daemon = DockerDaemon.ofThisUser();
        if (!LocalRegistry.isAvailable()) {
            throw new ContainersUnavailable("the daemon serves, but docker-registry is not installed");
        }
        EngineLock lock = EngineLock.in(paths.kept().resolve("docker"));
        Docker docker = new Docker(daemon, paths, Files.createTempDirectory("monai-lab"), lock);
        try {
            docker.leftovers.remove();
            return docker;
        } catch (IOException | InterruptedException e) {
            docker.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public EngineCli cli() {
        return cli;
    }

    /** The socket's name comes later: when it starts, the emulator would remove what others of its kind have left. */
    @Override
    public Path serve() {
        return socketFolder.resolve("docker.sock");
    }

    @Override
    public void emulatorRuns() throws IOException {
        Files.createSymbolicLink(serve(), daemon.socket());
    }

    @Override
    public List<String> buildOptions() {
        return List.of("--network=host", "--label=" + label);
    }

    @Override
    public List<String> importLabels() {
        return List.of(label);
    }

    /**
     * The daemon refuses a command line that is too old for it, such as that of the instance's distribution; one that is
     * new cannot build without its plugin.
     */
    @Override
    public void addCommandLine(LabImage instance) throws IOException {
        Optional<Path> buildx = daemon.buildx();
        if (buildx.isPresent()) {
            instance.file("cli/docker", Files.readAllBytes(daemon.program()));
            instance.file("cli/docker-buildx", Files.readAllBytes(buildx.get()));
        }
    }

    @Override
    public void restore(Path kept) throws IOException, InterruptedException {
        Path images = kept.resolve("docker").resolve(KEPT);
        if (Files.exists(images)) {
            cli.run(PULL, "load", "--quiet", "--input", images.toString());
        }
    }

    @Override
    public void keep(Path kept, List<String> images) throws IOException, InterruptedException {
        Path folder = kept.resolve("docker");
        Path list = folder.resolve("images.txt");
        String names = String.join("\n", images);
        if (Files.exists(folder.resolve(KEPT))
                && Files.exists(list)
                && Files.readString(list).equals(names)) {
            return;
        }
        Files.deleteIfExists(list);
        List<String> save =
                new ArrayList<>(List.of("save", "--output", folder.resolve(KEPT).toString()));
        save.addAll(images);
        cli.run(PULL, save.toArray(String[]::new));
        Files.writeString(list, names);
    }

    @Override
    public void registry(String host) {
        leftovers.registry(host);
    }

    @Override
    public void pull(String image, String user, String password) throws IOException, InterruptedException {
        Path config = socketFolder.resolve("config.json");
        Files.writeString(config, RegistryAuth.json(image.substring(0, image.indexOf('/')), user, password));
        try {
            cli.run(PULL, "pull", "--quiet", image);
        } finally {
            Files.delete(config);
        }
    }

    /** What containers wrote there belongs to root and other users. */
    @Override
    public void delete(Path folder) throws IOException, InterruptedException {
        Optional<String> image = leftovers.anyImage();
        if (Files.exists(folder) && image.isPresent()) {
            cli.run(
                    QUICK,
                    "run",
                    "--rm",
                    "--network=none",
                    "--user=0",
                    "--volume=" + folder + ":/folder",
                    "--entrypoint=find",
                    image.get(),
                    "/folder",
                    "-mindepth",
                    "1",
                    "-delete");
        }
        LabPaths.delete(folder);
    }

    @Override
    public List<String> containers() throws IOException, InterruptedException {
        return leftovers.containers("{{.Names}}");
    }

    @Override
    public String versions() throws IOException, InterruptedException {
        return "docker "
                + cli.run(QUICK, "version", "--format", "{{.Client.Version}}, daemon {{.Server.Version}}")
                        .strip();
    }

    @Override
    public void close() {
        try (lock) {
            try {
                leftovers.remove();
            } finally {
                LabPaths.delete(socketFolder);
            }
        } catch (IOException e) {
            System.err.println("The laboratory could not tidy up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String[] join(List<String> first, Stream<String> rest) {
        return Stream.concat(first.stream(), rest).toArray(String[]::new);
    }
}
