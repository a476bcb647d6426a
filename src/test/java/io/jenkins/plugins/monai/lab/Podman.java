package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Podman with storage, state and settings of the laboratory's own, apart from any other Podman of the machine, and its
 * service, which speaks Docker's API on a socket. All containers share the host's network. As another user than root it
 * is rootless: root in a container is that user, others are ids of {@code /etc/subuid}.
 */
final class Podman implements ContainerEngine {

    /** As packages.sh installs them; and one of {@link PodmanSettings#RUNTIMES}. */
    private static final List<String> PROGRAMS = List.of("podman", "catatonit", "docker-registry");

    private static final String OWN = "localhost/monai-lab/";

    private final Path state;
    private final Path log;
    private final PodmanSettings settings;
    private final EngineCli cli;
    private final EngineLock lock;
    private final Path socketFolder;
    private ChildProcess service;

    private Podman(LabPaths paths, Path socketFolder, EngineLock lock) {
        this.state = paths.kept().resolve("podman");
        this.log = paths.run().resolve("podman.log");
        this.lock = lock;
        this.socketFolder = socketFolder;
        this.settings = new PodmanSettings(state);
        this.cli = new EngineCli(List.of("podman", "--log-level=error"), settings.environment(socketFolder));
    }

    /** Without its service; what a laboratory that was killed has left is removed. */
    static Podman open(LabPaths paths) throws ContainersUnavailable, IOException, InterruptedException {
        for (String program : PROGRAMS) {
            if (LabPaths.program(program).isEmpty()) {
                throw new ContainersUnavailable(program + " is not installed");
            }
        }
        if (PodmanSettings.runtime().isEmpty()) {
            throw new ContainersUnavailable("neither of " + PodmanSettings.RUNTIMES + " is installed");
        }
        Files.createDirectories(paths.run());
        EngineLock lock = EngineLock.in(paths.kept().resolve("podman"));
        Podman podman = in(paths, lock);
        try {
            podman.configure();
            podman.removeContainers();
            return podman;
        } catch (IOException | InterruptedException | ContainersUnavailable e) {
            podman.close();
            throw e;
        }
    }

    private static Podman in(LabPaths paths, EngineLock lock) throws IOException {
        try {
            return new Podman(paths, PodmanSettings.runtimeFolder(paths), lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Of the storage drivers the first that works. */
    private void configure() throws ContainersUnavailable, IOException, InterruptedException {
        settings.write();
        IOException last = null;
        for (PodmanSettings.Storage storage : settings.storages()) {
            settings.write(storage);
            try {
                cli.run(QUICK, "info");
                last = null;
                break;
            } catch (IOException e) {
                last = e;
            }
        }
        if (!LabPaths.isRoot()) {
            checkIds();
        }
        if (last != null) {
            throw last;
        }
    }

    private void checkIds() throws ContainersUnavailable, IOException, InterruptedException {
        Command.Finished map = cli.finish(QUICK, "unshare", "cat", "/proc/self/uid_map");
        if (map.exitCode() == 0 && UserNamespaces.idsIn(map.output()) >= UserNamespaces.IDS) {
            return;
        }
        Optional<String> reason = UserNamespaces.ofThisUser().whyNot();
        throw new ContainersUnavailable(reason.orElse("rootless Podman has no user namespace with " + UserNamespaces.IDS
                + " ids: " + map.output().strip()));
    }

    @Override
    public String name() {
        return "podman";
    }

    @Override
    public EngineCli cli() {
        return cli;
    }

    /** Outside the working copy, whose path may be longer than the 107 bytes that the name of a socket may have. */
    @Override
    public Path serve() throws IOException, InterruptedException {
        Path socket = socketFolder.resolve("docker.sock");
        service = ChildProcess.start(log, cli.env(), cli.of("system", "service", "--time=0", "unix://" + socket));
        service.await(QUICK, () -> Files.exists(socket));
        return socket;
    }

    @Override
    public void pull(String image, String user, String password) throws IOException, InterruptedException {
        cli.run(PULL, "pull", "--quiet", "--creds", user + ":" + password, image);
    }

    @Override
    public void delete(Path folder) throws IOException, InterruptedException {
        if (!LabPaths.isRoot() && Files.exists(folder)) {
            cli.run(QUICK, "unshare", "rm", "--recursive", "--force", folder.toString());
        }
        LabPaths.delete(folder);
    }

    @Override
    public List<String> containers() throws IOException, InterruptedException {
        return cli.run(QUICK, "ps", "--all", "--format", "{{.Names}}").lines().toList();
    }

    /** Also those of builds that were cut short, which Podman calls external. */
    private void removeContainers() throws IOException, InterruptedException {
        cli.run(QUICK, "rm", "--all", "--force", "--time", "0");
        List<String> external = cli.run(QUICK, "ps", "--all", "--external", "--quiet", "--no-trunc")
                .lines()
                .toList();
        if (!external.isEmpty()) {
            cli.run(
                    QUICK,
                    Stream.concat(Stream.of("rm", "--force"), external.stream()).toArray(String[]::new));
        }
    }

    /** All but the laboratory's own, so that no run profits from what another one built. */
    private void removeImages() throws IOException, InterruptedException {
        List<String> others = new ArrayList<>(List.of("rmi", "--force"));
        cli.run(QUICK, "images", "--all", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")
                .lines()
                .filter(image -> !image.startsWith(OWN))
                .map(image -> image.contains("<none>") ? image.split(" ")[1] : image.split(" ")[0])
                .distinct()
                .forEach(others::add);
        if (others.size() > 2) {
            cli.run(QUICK, others.toArray(String[]::new));
        }
    }

    /** Ends what watches over containers and commands in them, which stays on for a while after their end. */
    private void endHelpers() throws IOException {
        Optional<ProcessHandle> namespace = settings.namespaceKeeper();
        List<ProcessHandle> helpers = Stream.concat(
                        namespace.stream(),
                        ProcessHandle.allProcesses()
                                .filter(process -> Stream.of(
                                                process.info().arguments().orElse(new String[0]))
                                        .anyMatch(argument -> argument.startsWith(state + "/"))))
                .toList();
        helpers.forEach(ProcessHandle::destroyForcibly);
        helpers.forEach(helper ->
                helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join());
    }

    /** Podman leaves its storage mounted over itself, so that it could not be deleted; rootless in its own namespace. */
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

    @Override
    public String versions() throws IOException, InterruptedException {
        String runtime = PodmanSettings.runtime().orElseThrow();
        return (LabPaths.isRoot() ? "" : "rootless ") + "podman " + version("podman") + ", " + runtime + " "
                + version(runtime);
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
                }
                endHelpers();
                unmount();
                LabPaths.delete(socketFolder);
            }
        } catch (IOException e) {
            System.err.println("The laboratory could not tidy up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
