package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The images of the laboratory.
 *
 * @param base what MAPs are built on: Python on a plain system
 * @param instance what stands in for an instance of a Deep Learning AMI
 */
record LabImages(String base, String instance) {

    private static final Duration PUSH = Duration.ofMinutes(5);

    static LabImages in(Podman podman, LabPaths paths) throws IOException, InterruptedException {
        Path work = paths.run().resolve("images");
        String rootfs = Rootfs.ofThisMachine(LabPaths.cache()).in(podman, work);
        String base = new LabImage("base", "ROOTFS=" + rootfs)
                .resource("base/Dockerfile", "Dockerfile")
                .file("ca-certificates.crt", MachineSettings.certificates())
                .file(
                        "pip.conf",
                        MachineSettings.pip(paths.virtualEnvironment("aws").resolve("bin/python")))
                .file("apt.conf", MachineSettings.apt())
                .in(podman, work.resolve("base"));
        String instance = new LabImage("instance", "BASE=" + base)
                .resource("instance/Dockerfile", "Dockerfile")
                .resource("instance/bin/docker", "bin/docker")
                .resource("instance/bin/instance-boot", "bin/instance-boot")
                .resource("instance/bin/shutdown", "bin/shutdown")
                .in(podman, work.resolve("instance"));
        return new LabImages(base, instance);
    }

    /**
     * Puts the base image into the storage of a registry that is not running yet. Its blobs are kept, and linked, not
     * copied.
     */
    void seed(Podman podman, LabPaths paths, Path registry, String repository, String tag)
            throws IOException, InterruptedException {
        Path kept = paths.kept().resolve("registry-" + base.substring(base.indexOf(':') + 1));
        Path done = kept.resolve("done");
        if (!Files.exists(done)) {
            LabPaths.delete(kept);
            try (LocalRegistry filling = LocalRegistry.start(kept, null, null)) {
                podman.run(PUSH, "push", "--quiet", base, filling.host() + "/" + repository + ":" + tag);
            }
            Files.createFile(done);
        }
        LabPaths.delete(registry);
        Files.createDirectories(registry);
        Command.of(
                        "cp",
                        "--recursive",
                        "--link",
                        kept.resolve("blobs").toString(),
                        registry.resolve("blobs").toString())
                .run(PUSH);
    }
}
