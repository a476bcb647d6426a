package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Instances that are containers, made by the emulator through Podman's Docker API. */
final class ContainerHosts implements InstanceHosts {

    private static final Duration RUN = Duration.ofMinutes(5);

    private final Podman podman;
    private final LabImages images;
    private final InstanceMetadata metadata;
    private final int sshPort;
    private final Map<String, String> environment;

    private ContainerHosts(Podman podman, LabImages images, LabPaths paths, String flags)
            throws IOException, InterruptedException {
        this.podman = podman;
        this.images = images;
        Path socket = podman.serve();
        String versions = podman.versions() + ", registry " + Podman.version("docker-registry");
        Path work = Files.createDirectories(paths.run().resolve("work"));
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
                                + ":/var/lib/monai-runner -e LAB_WORK=" + work + " " + flags)
                        .strip());
    }

    /**
     * @param registry the folder of a registry that is not running yet; the image for MAPs is put there
     * @param flags more flags of {@code docker run}
     */
    static ContainerHosts start(LabPaths paths, Path registry, String flags)
            throws ContainersUnavailable, IOException, InterruptedException {
        Podman podman = Podman.open(paths);
        try {
            LabImages images = LabImages.in(podman, paths);
            images.seed(podman, paths, registry, Lab.BASE_REPOSITORY, Lab.BASE_TAG);
            return new ContainerHosts(podman, images, paths, flags);
        } catch (IOException e) {
            podman.close();
            throw new ContainersUnavailable(e.getMessage(), e);
        } catch (InterruptedException e) {
            podman.close();
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
        metadata.registry(host, password);
    }

    @Override
    public void awaitBooted(String instanceId) throws InterruptedException {
        metadata.awaitBooted(instanceId);
    }

    @Override
    public String of(String instanceId) throws IOException, InterruptedException {
        Optional<String> container = container(instanceId);
        return container.isPresent() ? podman.logs(container.get()) : "";
    }

    @Override
    public String run(String instanceId, String... command) throws IOException, InterruptedException {
        String container = container(instanceId).orElseThrow(() -> new IOException("No container of " + instanceId));
        return podman.exec(container, command);
    }

    @Override
    public MapRun runMap(String image, String credentials, Path input, Path output)
            throws IOException, InterruptedException {
        podman.run(RUN, "pull", "--quiet", "--creds", credentials, image);
        Command.Finished finished = podman.finish(
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
        return PlainMachine.start(podman, images.base(), folder, target);
    }

    private Optional<String> container(String instanceId) throws IOException, InterruptedException {
        return podman.containers().stream()
                .filter(name -> name.endsWith("-" + instanceId))
                .findFirst();
    }

    @Override
    public boolean isEmpty() throws IOException, InterruptedException {
        return podman.containers().isEmpty();
    }

    @Override
    public void close() {
        metadata.close();
        podman.close();
    }
}
