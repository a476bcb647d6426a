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
 * A minimal system with Python, made by debootstrap from the mirror that this machine's apt uses, or debootstrap's own
 * one. The archive is kept in the cache of the user, by the hash of its recipe.
 */
final class Rootfs {

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
    private final String suite;
    private final String components;
    private final Optional<String> mirror;

    private Rootfs(Path cache, String suite, String components, Optional<String> mirror) {
        this.cache = cache;
        this.suite = suite;
        this.components = components;
        this.mirror = mirror;
    }

    /** Of the release that this machine runs, when it is Debian or Ubuntu. */
    static Rootfs ofThisMachine(Path cache) throws IOException, InterruptedException {
        Path release = Path.of("/etc/os-release");
        String text = Files.exists(release) ? Files.readString(release) : "";
        String id = value(text, "ID").orElse("");
        String suite = id.equals("debian") || id.equals("ubuntu")
                ? value(text, "VERSION_CODENAME").orElse("bookworm")
                : "bookworm";
        // Ubuntu keeps pip and Docker's command line in universe.
        String components = id.equals("ubuntu") ? "main,universe" : "main";
        return new Rootfs(cache, suite, components, mirror(suite));
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
    String in(Podman podman, Path work) throws IOException, InterruptedException {
        String recipe = recipe();
        String image = "localhost/monai-lab/rootfs:" + recipe;
        if (podman.hasImage(image)) {
            return image;
        }
        Path archive = cache.resolve("rootfs-" + recipe + ".tar.gz");
        if (!Files.exists(archive)) {
            System.out.println(
                    "Making a " + suite + " system for the instance with debootstrap (once, kept in the user's cache)");
            make(archive, work);
        }
        podman.run(archive, DOWNLOAD, "import", "--quiet", "-", image);
        return image;
    }

    private String recipe() {
        String recipe =
                String.join("|", suite, components, PACKAGES, System.getProperty("os.arch"), LEFT_OUT.toString());
        return HexFormat.of().formatHex(LabImage.sha256().digest(recipe.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    private void make(Path archive, Path work) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        Path tree = work.resolve("rootfs");
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
            Path part = Files.createTempFile(cache, "rootfs", ".part");
            List<String> tar = new ArrayList<>(List.of("tar", "--create", "--gzip", "--one-file-system"));
            LEFT_OUT.forEach(pattern -> tar.add("--exclude=" + pattern));
            tar.addAll(List.of("--file", part.toString(), "--directory", tree.toString(), "."));
            Command.of(tar).env(Map.of("GZIP", "-1")).run(DOWNLOAD);
            Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            // A debootstrap that failed may have left /proc mounted there.
            Command.of("rm", "--recursive", "--force", "--one-file-system", tree.toString())
                    .run(DOWNLOAD);
        }
    }
}
