package io.jenkins.plugins.monai.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The images of the laboratory.
 *
 * @param base what MAPs are built on: Python on a plain system
 * @param instance what stands in for an instance of a Deep Learning AMI
 */
record LabImages(String base, String instance) {

    private static final Duration PUSH = Duration.ofMinutes(5);

    static LabImages in(ContainerEngine engine, LabPaths paths) throws IOException, InterruptedException {
        Path work = paths.run().resolve("images");
        engine.restore(paths.kept());
        String rootfs = BaseSystem.of(LabPaths.cache()).in(engine, work);
        String base = new LabImage("base", "ROOTFS=" + rootfs)
                .resource("base/Dockerfile", "Dockerfile")
                .file("ca-certificates.crt", MachineSettings.certificates())
                .file(
                        "pip.conf",
                        MachineSettings.pip(paths.virtualEnvironment("aws").resolve("bin/python")))
                .file("apt.conf", MachineSettings.apt())
                .in(engine, work.resolve("base"));
        LabImage machine = new LabImage("instance", "BASE=" + base, "ENGINE=" + engine.name())
                .resource("instance/Dockerfile", "Dockerfile")
                .resource("instance/bin/docker", "bin/docker")
                .resource("instance/bin/instance-boot", "bin/instance-boot")
                .resource("instance/bin/shutdown", "bin/shutdown")
                .file("cli/README", "A command line of the engine's own, where it has one.\n".getBytes(UTF_8));
        engine.addCommandLine(machine);
        String instance = machine.in(engine, work.resolve("instance"));
        engine.keep(paths.kept(), List.of(base, instance));
        return new LabImages(base, instance);
    }

    /**
     * Puts the base image into the storage of a registry that is not running yet. Its blobs are kept, and linked, not
     * copied.
     */
    void seed(ContainerEngine engine, LabPaths paths, Path registry, String repository, String tag)
            throws IOException, InterruptedException {
        Path kept = paths.kept().resolve("registry-" + base.substring(base.indexOf(':') + 1));
        Path done = kept.resolve("done");
        if (!Files.exists(done)) {
            LabPaths.delete(kept);
            try (LocalRegistry filling = LocalRegistry.start(kept, null, null)) {
                String target = filling.host() + "/" + repository + ":" + tag;
                engine.cli().run(PUSH, "tag", base, target);
                engine.cli().run(PUSH, "push", "--quiet", target);
                engine.cli().run(PUSH, "rmi", target);
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
