package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plain system that the laboratory's images begin from: what {@code LAB_BASE} names, or a minimal one with Python of
 * the release that this machine runs. That is made by debootstrap as root, by mmdebstrap as anybody with user namespaces,
 * from the mirror that this machine's apt uses, and kept in the cache of the user, by the hash of its recipe; where
 * neither can be, the distribution's image is pulled.
 */
final class BaseSystem {

    /** A rootfs as a tar archive that exists, or the name of an image; Debian or Ubuntu. */
    static final String CHOICE = "LAB_BASE";

    private static final String PACKAGES = "ca-certificates,python3,python3-pip,python3-venv";
    private static final List<String> LEFT_OUT = List.of(
            "./var/cache/apt/*",
            "./var/lib/apt/lists/*",
            "./usr/share/doc/*",
            "./usr/share/man/*",
            "./usr/share/locale/*");
    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);

    private final Path cache;
    private final String distribution;
    private final String suite;
    private final String components;
    private final Optional<String> mirror;

    private BaseSystem(Path cache, String distribution, String suite, Optional<String> mirror) {
        this.cache = cache;
        this.distribution = distribution;
        this.suite = suite;
        // Ubuntu keeps pip and Docker's command line in universe.
        this.components = distribution.equals("ubuntu") ? "main,universe" : "main";
        this.mirror = mirror;
    }

    /** Of the release that this machine runs, when it is Debian or Ubuntu. */
    static BaseSystem of(Path cache) throws IOException, InterruptedException {
        Path release = Path.of("/etc/os-release");
        String text = Files.exists(release) ? Files.readString(release) : "";
        String id = value(text, "ID").orElse("");
        String suite = id.equals("debian") || id.equals("ubuntu")
                ? value(text, "VERSION_CODENAME").orElse("bookworm")
                : "bookworm";
        return new BaseSystem(cache, id.equals("ubuntu") ? id : "debian", suite, mirror(suite));
    }

    private static Optional<String> value(String osRelease, String key) {
        return osRelease
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                .findFirst();
    }

    private static Optional<String> mirror(String suite) throws IOException, InterruptedException {
        if (LabPaths.program("apt-get").isEmpty()) {
            return Optional.empty();
        }
        return Command.of("apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI)", "Identifier: Packages")
                .run(QUICK)
                .lines()
                .filter(line -> line.startsWith(suite + " "))
                .map(line -> line.substring(suite.length() + 1))
                .findFirst();
    }

    /** The name of the image of it, which is there when this returns. */
    String in(ContainerEngine engine, Path work) throws IOException, InterruptedException {
        String chosen = System.getenv().getOrDefault(CHOICE, "");
        if (!chosen.isEmpty()) {
            return chosen(engine, chosen);
        }
        String image = "localhost/monai-lab/rootfs:" + recipe();
        Path archive = cache.resolve("rootfs-" + recipe() + ".tar.gz");
        if (engine.hasImage(image)) {
            return image;
        }
        if (!Files.exists(archive) && !make(archive, Files.createDirectories(work))) {
            return pulled(engine);
        }
        return imported(engine, archive, image);
    }

    /** @throws IOException the image is not in the engine's storage and cannot be pulled */
    private static String chosen(ContainerEngine engine, String chosen) throws IOException, InterruptedException {
        Path archive = Path.of(chosen);
        if (Files.isRegularFile(archive)) {
            String version = archive.toAbsolutePath() + " " + Files.size(archive) + " "
                    + Files.getLastModifiedTime(archive).toMillis();
            return imported(engine, archive, "localhost/monai-lab/rootfs:" + hash(version));
        }
        if (!engine.hasImage(chosen)) {
            engine.cli().run(DOWNLOAD, "pull", "--quiet", chosen);
        }
        return chosen;
    }

    private static String imported(ContainerEngine engine, Path archive, String image)
            throws IOException, InterruptedException {
        if (!engine.hasImage(image)) {
            List<String> command = new ArrayList<>(List.of("import"));
            engine.importLabels().forEach(label -> command.addAll(List.of("--change", "LABEL " + label)));
            command.addAll(List.of("-", image));
            engine.cli().run(archive, DOWNLOAD, command.toArray(String[]::new));
        }
        return image;
    }

    private String pulled(ContainerEngine engine) throws IOException, InterruptedException {
        String image = "docker.io/library/" + distribution + ":" + suite;
        if (!engine.hasImage(image)) {
            System.out.println("Pulling " + image + " as the system of the instance");
            try {
                engine.cli().run(DOWNLOAD, "pull", "--quiet", image);
            } catch (IOException e) {
                throw new IOException(
                        "there is no system for containers to begin from: mmdebstrap with user namespaces is not here,"
                                + " and " + image + " could not be pulled; install mmdebstrap and uidmap, or name an"
                                + " image or a rootfs archive of Debian or Ubuntu in " + CHOICE,
                        e);
            }
        }
        return image;
    }

    private String recipe() {
        return hash(String.join("|", suite, components, PACKAGES, System.getProperty("os.arch"), LEFT_OUT.toString()));
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(LabImage.sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    /** @return false where no tool for it can work here */
    private boolean make(Path archive, Path work) throws IOException, InterruptedException {
        boolean debootstrap =
                LabPaths.isRoot() && LabPaths.program("debootstrap").isPresent();
        boolean mmdebstrap = LabPaths.program("mmdebstrap").isPresent()
                && (LabPaths.isRoot() || UserNamespaces.ofThisUser().whyNot().isEmpty());
        if (!debootstrap && !mmdebstrap) {
            return false;
        }
        System.out.println("Making a " + suite + " system for the instance with "
                + (debootstrap ? "debootstrap" : "mmdebstrap") + " (once, kept in the user's cache)");
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "rootfs", ".part.tar.gz");
        try {
            if (debootstrap) {
                debootstrap(part, work.resolve("rootfs"));
            } else {
                mmdebstrap(part);
            }
            Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return true;
    }

    private void debootstrap(Path archive, Path tree) throws IOException, InterruptedException {
        try {
            List<String> debootstrap = new ArrayList<>(List.of(
                    "debootstrap",
                    "--variant=minbase",
                    "--components=" + components,
                    "--include=" + PACKAGES,
                    suite,
                    tree.toString()));
            mirror.ifPresent(debootstrap::add);
            Command.of(debootstrap).run(DOWNLOAD);
            List<String> tar = new ArrayList<>(List.of("tar", "--create", "--gzip", "--one-file-system"));
            LEFT_OUT.forEach(pattern -> tar.add("--exclude=" + pattern));
            tar.addAll(List.of("--file", archive.toString(), "--directory", tree.toString(), "."));
            Command.of(tar).env(Map.of("GZIP", "-1")).run(DOWNLOAD);
        } finally {
            // A debootstrap that failed may have left /proc mounted there.
            Command.of("rm", "--recursive", "--force", "--one-file-system", tree.toString())
                    .run(DOWNLOAD);
        }
    }

    private void mmdebstrap(Path archive) throws IOException, InterruptedException {
        List<String> mmdebstrap = new ArrayList<>(List.of(
                "mmdebstrap",
                "--quiet",
                "--mode=" + (LabPaths.isRoot() ? "root" : "unshare"),
                "--variant=minbase",
                "--components=" + components,
                "--include=" + PACKAGES));
        for (String pattern : LEFT_OUT) {
            if (pattern.startsWith("./usr/share/")) {
                mmdebstrap.add("--dpkgopt=path-exclude=" + pattern.substring(1));
            }
        }
        mmdebstrap.addAll(List.of(suite, archive.toString()));
        mirror.ifPresent(mmdebstrap::add);
        // Its folder has to be open to the ids of containers, as the user's home may not be.
        Command.of(mmdebstrap).env(Map.of("TMPDIR", "/tmp")).run(DOWNLOAD);
    }
}
