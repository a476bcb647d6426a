package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Podman with storage, state and settings of the laboratory's own, apart from any other Podman of the machine, and its
 * service, which speaks Docker's API on a socket. All containers share the host's network. One laboratory of a working
 * copy at a time has it; another waits.
 */
final class Podman implements AutoCloseable {

    /** Docker's programs and what they need, as packages.sh installs them. */
    private static final Set<String> PROGRAMS =
            Set.of("podman", "runc", "catatonit", "docker-registry", "debootstrap", "sshd");

    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final String OWN = "localhost/monai-lab/";

    private final Path state;
    private final Path log;
    private final Map<String, String> env;
    private final FileChannel lock;
    private Path socketFolder;
    private ChildProcess service;

    private Podman(LabPaths paths, FileChannel lock) {
        this.state = paths.kept().resolve("podman");
        this.log = paths.run().resolve("podman.log");
        this.lock = lock;
        this.env = Map.of(
                "CONTAINERS_CONF", state.resolve("containers.conf").toString(),
                "CONTAINERS_STORAGE_CONF", state.resolve("storage.conf").toString(),
                "CONTAINERS_REGISTRIES_CONF", state.resolve("registries.conf").toString(),
                "REGISTRY_AUTH_FILE", state.resolve("auth.json").toString());
    }

    /** Without its service; what a laboratory that was killed has left is removed. */
    static Podman open(LabPaths paths) throws ContainersUnavailable, IOException, InterruptedException {
        for (String program : PROGRAMS.stream().sorted().toList()) {
            if (LabPaths.program(program).isEmpty()) {
                throw new ContainersUnavailable(program + " is not installed (make setup installs it as root on Debian"
                        + " and Ubuntu, unless NO_INSTALL=1)");
            }
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new ContainersUnavailable("debootstrap and containers on the host's network need root");
        }
        Files.createDirectories(paths.kept().resolve("podman"));
        Files.createDirectories(paths.run());
        FileChannel lock = FileChannel.open(
                paths.kept().resolve("podman").resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Podman podman = new Podman(paths, lock);
        try {
            podman.lock();
            podman.configure();
            podman.removeContainers();
        } catch (IOException e) {
            lock.close();
            throw new ContainersUnavailable(e.getMessage(), e);
        }
        return podman;
    }

    private void lock() throws IOException {
        if (lock.tryLock() == null) {
            System.out.println("Waiting for another laboratory of this working copy to end");
            lock.lock();
        }
    }

    private void configure() throws IOException, InterruptedException {
        Files.writeString(state.resolve("containers.conf"), """
                [containers]
                netns = "host"
                default_ulimits = ["nofile=4096:4096", "nproc=8192:8192"]
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                exit_command_delay = 10
                lock_type = "file"
                tmp_dir = "%1$s/tmp"
                [engine.runtimes]
                runc = ["%2$s"]
                """.formatted(
                        state, LabPaths.program("runc").orElseThrow()));
        // Docker, too, speaks plain HTTP to registries of the loopback interface.
        Files.writeString(state.resolve("registries.conf"), """
                unqualified-search-registries = []
                [[registry]]
                location = "127.0.0.1"
                insecure = true
                [[registry]]
                location = "localhost"
                insecure = true
                """);
        Files.writeString(state.resolve("auth.json"), "{}\n");
        try {
            storage("overlay");
            run(QUICK, "info");
        } catch (IOException noOverlay) {
            storage("vfs");
            run(QUICK, "info");
        }
    }

    /** Each driver has a root of its own: Podman refuses a root that another driver made. */
    private void storage(String driver) throws IOException {
        Files.writeString(state.resolve("storage.conf"), """
                [storage]
                driver = "%1$s"
                graphroot = "%2$s/%1$s"
                runroot = "%2$s/run"
                """.formatted(driver, state));
    }

    /**
     * Starts the service.
     *
     * @return the socket of Docker's API, in a folder that only its owner may enter. It is outside the working copy,
     *     whose path may be longer than the 107 bytes that the name of a socket may have.
     */
    Path serve() throws IOException, InterruptedException {
        socketFolder = Files.createTempDirectory("monai-lab");
        Path socket = socketFolder.resolve("docker.sock");
        service = ChildProcess.start(log, env, command("system", "service", "--time=0", "unix://" + socket));
        service.await(QUICK, () -> Files.exists(socket));
        return socket;
    }

    /** Runs a command of Podman's and returns what it printed. */
    String run(Duration timeout, String... arguments) throws IOException, InterruptedException {
        return Command.of(command(arguments)).env(env).run(timeout);
    }

    /** {@link #run}, reading standard input from a file. */
    String run(Path input, Duration timeout, String... arguments) throws IOException, InterruptedException {
        return Command.of(command(arguments)).env(env).input(input).run(timeout);
    }

    private static List<String> command(String... arguments) {
        return Stream.concat(Stream.of("podman", "--log-level=error"), Stream.of(arguments))
                .toList();
    }

    boolean hasImage(String name) throws IOException, InterruptedException {
        try {
            run(QUICK, "image", "exists", name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a container printed; empty when there is no such container. */
    String logs(String container) throws InterruptedException {
        try {
            return run(QUICK, "logs", container);
        } catch (IOException e) {
            return "";
        }
    }

    /** Runs a command of Podman's, however it ends. */
    Command.Finished finish(Duration timeout, String... arguments) throws IOException, InterruptedException {
        return Command.of(command(arguments)).env(env).finish(timeout);
    }

    /** Runs a command in a container as root, and returns what it printed. */
    String exec(String container, String... command) throws IOException, InterruptedException {
        return run(
                QUICK,
                Stream.concat(Stream.of("exec", "--user", "0", container), Stream.of(command))
                        .toArray(String[]::new));
    }

    /** The names of the containers that exist, running or not. */
    List<String> containers() throws IOException, InterruptedException {
        return run(QUICK, "ps", "--all", "--format", "{{.Names}}").lines().toList();
    }

    /** Also those of builds that were cut short, which Podman calls external. */
    private void removeContainers() throws IOException, InterruptedException {
        run(QUICK, "rm", "--all", "--force", "--time", "0");
        List<String> external = run(QUICK, "ps", "--all", "--external", "--quiet", "--no-trunc")
                .lines()
                .toList();
        if (!external.isEmpty()) {
            run(
                    QUICK,
                    Stream.concat(Stream.of("rm", "--force"), external.stream()).toArray(String[]::new));
        }
    }

    /** All but the laboratory's own, so that no run profits from what another one built. */
    private void removeImages() throws IOException, InterruptedException {
        List<String> others = new ArrayList<>(List.of("rmi", "--force"));
        run(QUICK, "images", "--all", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")
                .lines()
                .filter(image -> !image.startsWith(OWN))
                .map(image -> image.contains("<none>") ? image.split(" ")[1] : image.split(" ")[0])
                .distinct()
                .forEach(others::add);
        if (others.size() > 2) {
            run(QUICK, others.toArray(String[]::new));
        }
    }

    /** Ends what watches over containers and commands in them, which stays on for a while after their end. */
    private void endHelpers() {
        List<ProcessHandle> helpers = ProcessHandle.allProcesses()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(state + "/")))
                .toList();
        helpers.forEach(ProcessHandle::destroyForcibly);
        helpers.forEach(helper ->
                helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join());
    }

    /** Podman leaves its storage mounted over itself, so that it could not be deleted. */
    private void unmount() throws IOException, InterruptedException {
        List<String> mounted = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ")[1].replace("\\040", " "))
                .filter(target -> target.startsWith(state + "/"))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (String target : mounted) {
            Command.of("umount", target).run(QUICK);
        }
    }

    /** {@code podman 4.3.1, runc 1.1.5}. */
    String versions() throws IOException, InterruptedException {
        return "podman " + version("podman") + ", runc " + version("runc");
    }

    static String version(String program) throws IOException, InterruptedException {
        String printed = Command.of(LabPaths.program(program).orElseThrow().toString(), "--version")
                .run(QUICK);
        return printed.replaceFirst("(?s)^\\D*(\\d+(\\.\\d+)*).*", "$1");
    }

    /** Removes all containers and the images of the run, and ends the service. */
    @Override
    public void close() {
        try (lock) {
            try {
                removeContainers();
                removeImages();
            } finally {
                if (service != null) {
                    service.close();
                    LabPaths.delete(socketFolder);
                }
                endHelpers();
                unmount();
            }
        } catch (IOException e) {
            System.err.println("The laboratory could not tidy up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
