package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Instances that are containers, made by the emulator through Docker's API. */
final class ContainerHosts implements InstanceHosts {

    private static final Duration RUN = Duration.ofMinutes(5);

    private final ContainerEngine engine;
    private final LabImages images;
    private final InstanceMetadata metadata;
    private final Path work;
    private final int sshPort;
    private final Map<String, String> environment;

    private ContainerHosts(ContainerEngine engine, LabImages images, LabPaths paths, String flags)
            throws IOException, InterruptedException {
        this.engine = engine;
        this.images = images;
        Path socket = engine.serve();
        String versions = engine.versions() + ", registry " + Podman.version("docker-registry");
        work = Files.createDirectories(paths.run().resolve("work"));
        sshPort = ChildProcess.freePort();
        metadata = new InstanceMetadata(sshPort, () -> Files.writeString(paths.containerProof(), versions + "\n"));
        environment = Map.of(
                "DOCKER_HOST",
                "unix://" + socket,
                "DOCKER_NETWORK",
                "host",
                "MINISTACK_DOCKER_TIMEOUT",
                "60",
                "EC2_DOCKER_FLAGS",
                ("-v " + socket + ":/var/run/docker.sock -e LAB_METADATA=" + metadata.uri() + " -v " + work
                                + ":/var/lib/monai-runner -e LAB_WORK=" + work + " -e LAB_ENGINE=" + engine.name() + " "
                                + flags)
                        .strip());
    }

    /**
     * @param registry the folder of a registry that is not running yet; the image for MAPs is put there
     * @param flags more flags of {@code docker run}
     */
    static ContainerHosts start(LabPaths paths, Path registry, String flags)
            throws ContainersUnavailable, IOException, InterruptedException {
        ContainerEngine engine = ContainerEngines.open(paths);
        try {
            LabImages images = LabImages.in(engine, paths);
            for (Path left : paths.abandoned()) {
                engine.delete(left);
            }
            MountCheck.run(engine, images.base(), paths.run());
            images.seed(engine, paths, registry, Lab.BASE_REPOSITORY, Lab.BASE_TAG);
            return new ContainerHosts(engine, images, paths, flags);
        } catch (IOException e) {
            engine.close();
            throw new ContainersUnavailable(e.getMessage(), e);
        } catch (InterruptedException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> emulatorEnvironment() {
        return environment;
    }

    @Override
    public Optional<String> imageLocation() {
        return Optional.of(images.instance());
    }

    @Override
    public String ssh() {
        return "127.0.0.1:" + sshPort;
    }

    @Override
    public String sshUser() {
        return "ubuntu";
    }

    @Override
    public void expect(Launch launch) {
        metadata.expect(launch);
    }

    @Override
    public void forget(Launch launch) {
        metadata.forget(launch);
    }

    @Override
    public void registry(String host, String password) {
        engine.registry(host);
        metadata.registry(host, password);
    }

    @Override
    public void emulatorRuns() throws IOException {
        engine.emulatorRuns();
    }

    @Override
    public void awaitBooted(String instanceId) throws InterruptedException {
        metadata.awaitBooted(instanceId);
    }

    @Override
    public String of(String instanceId) throws IOException, InterruptedException {
        Optional<String> container = container(instanceId);
        return container.isPresent() ? engine.logs(container.get()) : "";
    }

    @Override
    public String run(String instanceId, String... command) throws IOException, InterruptedException {
        String container = container(instanceId).orElseThrow(() -> new IOException("No container of " + instanceId));
        return engine.exec(container, command);
    }

    @Override
    public MapRun runMap(String image, String user, String password, Path input, Path output)
            throws IOException, InterruptedException {
        engine.pull(image, user, password);
        Command.Finished finished = engine.cli()
                .finish(
                        RUN,
                        "run",
                        "--rm",
                        "--network=none",
                        "--volume=" + input + ":/var/holoscan/input:ro",
                        "--volume=" + output + ":/var/holoscan/output",
                        image);
        return new MapRun(finished.exitCode(), finished.output());
    }

    @Override
    public PlainMachine plainMachine(Path folder, String target) throws IOException, InterruptedException {
        return PlainMachine.start(engine, images.base(), folder, target);
    }

    private Optional<String> container(String instanceId) throws IOException, InterruptedException {
        return engine.containers().stream()
                .filter(name -> name.endsWith("-" + instanceId))
                .findFirst();
    }

    @Override
    public boolean isEmpty() throws IOException, InterruptedException {
        return engine.containers().isEmpty();
    }

    @Override
    public void close() {
        metadata.close();
        try {
            engine.delete(work);
        } catch (IOException e) {
            System.err.println("The laboratory could not tidy up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engine.close();
        }
    }
}
