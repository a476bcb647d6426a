package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that tell Podman to keep all of the laboratory's below one folder, {@code containers.conf(5)} and others. */
final class PodmanSettings {

    /** The first that is installed is taken. */
    static final List<String> RUNTIMES = List.of("runc", "crun");

    /** Inherited by what a container may open; the machine's own may be too small or huge. Rootless they stay as they are. */
    private static final String ULIMITS = "default_ulimits = [\"nofile=4096:4096\", \"nproc=8192:8192\"]\n";

    private final Path state;

    /**
     * A way to keep layers.
     *
     * @param name of its folder: Podman refuses one that another driver made
     * @param options of {@code storage.conf(5)}
     */
    record Storage(String name, String driver, String options) {}

    PodmanSettings(Path state) {
        this.state = state;
    }

    static Optional<String> runtime() {
        return RUNTIMES.stream()
                .filter(name -> LabPaths.program(name).isPresent())
                .findFirst();
    }

    /** A rootless Podman keeps in its storage where this was at first, and makes it there again: so it has one name. */
    static Path runtimeFolder(LabPaths paths) throws IOException {
        if (LabPaths.isRoot()) {
            return Files.createTempDirectory("monai-lab");
        }
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "monai-lab-" + Integer.toHexString(paths.kept().hashCode()));
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !owner.equals(System.getProperty("user.name"))) {
            throw new IOException(folder + " is not a folder of this user's own: delete it");
        }
        return folder;
    }

    /** @param runtimeFolder for the time that this Podman runs, with a short path */
    Map<String, String> environment(Path runtimeFolder) {
        Map<String, String> env = new HashMap<>(Map.of(
                "CONTAINERS_CONF", state.resolve("containers.conf").toString(),
                "CONTAINERS_STORAGE_CONF", state.resolve("storage.conf").toString(),
                "CONTAINERS_REGISTRIES_CONF", state.resolve("registries.conf").toString(),
                "REGISTRY_AUTH_FILE", state.resolve("auth.json").toString()));
        if (!LabPaths.isRoot()) {
            // Whoever came by su has none, or that of another user.
            env.put("XDG_RUNTIME_DIR", runtimeFolder.toString());
        }
        return env;
    }

    void write() throws IOException {
        String runtime = runtime().orElseThrow();
        Files.writeString(state.resolve("containers.conf"), """
                [containers]
                netns = "host"
                %4$s[engine]
                runtime = "%2$s"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                exit_command_delay = 10
                lock_type = "file"
                tmp_dir = "%1$s/tmp"
                [engine.runtimes]
                %2$s = ["%3$s"]
                """.formatted(
                        state, runtime, LabPaths.program(runtime).orElseThrow(), LabPaths.isRoot() ? ULIMITS : ""));
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
    }

    /** The best first: the kernel's, that of user space where the kernel's is for root alone, and plain copies. */
    List<Storage> storages() {
        List<Storage> all = new ArrayList<>(List.of(new Storage("overlay", "overlay", "")));
        LabPaths.program("fuse-overlayfs")
                .filter(program -> !LabPaths.isRoot() && Files.isWritable(Path.of("/dev/fuse")))
                .ifPresent(program -> all.add(new Storage(
                        "fuse", "overlay", "[storage.options.overlay]\nmount_program = \"" + program + "\"\n")));
        all.add(new Storage("vfs", "vfs", ""));
        return all;
    }

    void write(Storage storage) throws IOException {
        Files.writeString(state.resolve("storage.conf"), """
                [storage]
                driver = "%2$s"
                graphroot = "%4$s/%1$s"
                rootless_storage_path = "%4$s/%1$s"
                runroot = "%4$s/run"
                %3$s""".formatted(
                        storage.name(), storage.driver(), storage.options(), state));
    }

    /** The process that holds the namespace of a rootless Podman, which nothing else would end. */
    Optional<ProcessHandle> namespaceKeeper() throws IOException {
        Path pid = state.resolve("tmp").resolve("pause.pid");
        if (LabPaths.isRoot() || !Files.exists(pid)) {
            return Optional.empty();
        }
        String number = Files.readString(pid).strip();
        Files.delete(pid);
        return number.matches("\\d{1,10}")
                ? ProcessHandle.of(Long.parseLong(number)).filter(PodmanSettings::isKeeper)
                : Optional.empty();
    }

    private static boolean isKeeper(ProcessHandle process) {
        return process.info()
                .command()
                .filter(c -> c.matches(".*/(catatonit|podman)"))
                .isPresent();
    }
}
