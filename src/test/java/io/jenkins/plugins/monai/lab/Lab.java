package io.jenkins.plugins.monai.lab;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stand-ins for all of AWS that the plugin talks to, on the loopback interface: the emulator with a front, a registry,
 * and instances that are containers, or where that cannot be, this machine behind an SSH server. Nothing runs any
 * longer when it is closed, which at the latest happens when this JVM ends.
 */
public final class Lab implements AutoCloseable {

    /** The password of the emulator's ECR, and so of the registry. */
    private static final String REGISTRY_PASSWORD = "ministack-auth-token";

    static final String BASE_REPOSITORY = "monai-lab/python";
    static final String BASE_TAG = "3";

    private final LabOptions options;
    private final LabParts parts;
    private InstanceHosts hosts;
    private String whyNoContainers;
    private LocalRegistry registry;
    private Emulator emulator;
    private AwsFront front;
    private LabSeed seed;

    private Lab(LabOptions options, Thread owner) {
        this.options = options;
        this.parts = new LabParts(owner);
    }

    public static Lab start() throws IOException, InterruptedException {
        return start(LabOptions.standard());
    }

    /**
     * Starts everything and returns when all of it answers.
     *
     * @throws IOException a part did not start; nothing runs then
     */
    public static Lab start(LabOptions options) throws IOException, InterruptedException {
        return start(options, null);
    }

    /**
     * As {@link #start()}, but a signal to this JVM interrupts the calling thread and leaves the laboratory open until
     * that thread has closed it: what the thread has begun can be taken back as long as AWS answers.
     */
    public static Lab startInterruptible() throws IOException, InterruptedException {
        return start(LabOptions.standard(), Thread.currentThread());
    }

    private static Lab start(LabOptions options, Thread owner) throws IOException, InterruptedException {
        Lab lab = new Lab(options, owner);
        try {
            lab.open(LabPaths.forNewLab());
            return lab;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void open(LabPaths paths) throws IOException, InterruptedException {
        Path registryFolder = paths.run().resolve("registry");
        parts.keep(() -> LabPaths.delete(registryFolder));
        hosts = parts.keep(hosts(paths, registryFolder));
        if (LocalRegistry.isAvailable()) {
            registry = parts.keep(LocalRegistry.start(registryFolder, "AWS", REGISTRY_PASSWORD));
            hosts.registry(registryHost(), REGISTRY_PASSWORD);
        }
        emulator = parts.keep(Emulator.ministack(paths, hosts.emulatorEnvironment()));
        hosts.emulatorRuns();
        front = parts.keep(new AwsFront(emulator.uri(), hosts));
        seed = parts.keep(new LabSeed(emulator.uri(), options.region(), hosts.imageLocation()));
        seed.images().forEach(front::image);
        seed.parameters().forEach(front::parameter);
    }

    private InstanceHosts hosts(LabPaths paths, Path registryFolder) throws IOException, InterruptedException {
        try {
            if (!options.containers()) {
                throw new ContainersUnavailable("they were not asked for");
            }
            return ContainerHosts.start(paths, registryFolder, options.instanceFlags());
        } catch (ContainersUnavailable e) {
            whyNoContainers = e.getMessage();
            return LocalHost.start(paths.run().resolve("sshd"));
        }
    }

    /** For the request of an operation: every AWS service, the registry, SSH and the question for the own address. */
    public Endpoints endpoints() {
        Map<String, String> overrides = new HashMap<>();
        overrides.put(Endpoints.ALL, front.uri().toString());
        // Straight to the emulator: object keys are hostile on purpose, and a proxy would tidy them up.
        overrides.put("s3", emulator.uri().toString());
        overrides.put("lambda", emulator.uri().toString());
        overrides.put(Endpoints.SSH, hosts.ssh());
        overrides.put("checkip", front.uri() + "/checkip");
        if (registry != null) {
            overrides.put(Endpoints.REGISTRY, "http://" + registryHost());
        }
        return Endpoints.of(overrides);
    }

    public String region() {
        return options.region();
    }

    /** The emulator takes any; these are its account's own. */
    public String accessKeyId() {
        return "test";
    }

    public String secretAccessKey() {
        return "test";
    }

    /** What the plugin takes for AWS: faults, quotas and the calls so far. */
    public AwsFront front() {
        return front;
    }

    /** The emulator itself, behind the front. */
    public URI emulator() {
        return emulator.uri();
    }

    /** Whether instances are containers; a user named as {@link #sshUser} may use Docker there. */
    public boolean containers() {
        return whyNoContainers == null;
    }

    /** Why {@link #containers} is false, as a clause. */
    public Optional<String> whyNoContainers() {
        return Optional.ofNullable(whyNoContainers);
    }

    public String sshUser() {
        return hosts.sshUser();
    }

    /** The registry that stands in for ECR's; empty where there is none to be had. User AWS, password ECR's. */
    public Optional<URI> registryUri() {
        return Optional.ofNullable(registry).map(running -> URI.create("http://" + registryHost()));
    }

    /** By name: Podman's stand-in for {@code docker login} speaks plain HTTP to this name and to no address. */
    private String registryHost() {
        return "localhost:" + registry.uri().getPort();
    }

    public String registryPassword() {
        return REGISTRY_PASSWORD;
    }

    /** An image with Python in the registry, {@code localhost:PORT/monai-lab/python:3}, to build MAPs on. */
    public String baseImage() {
        return registryHost() + "/" + BASE_REPOSITORY + ":" + BASE_TAG;
    }

    /** The AMI that the SSM public parameters of the Deep Learning base AMI name. */
    public String imageId() {
        return seed.imageId();
    }

    /** An AMI for 64-bit ARM, which x86 instance types refuse. */
    public String armImageId() {
        return seed.armImageId();
    }

    /** What exists that carries a tag; instances count until they are terminated. */
    public LeftRunning leftRunning(String tag, String value) {
        return new LeftRunning(seed.instances(tag, value), front.keyPairs(tag, value), seed.securityGroups(tag, value));
    }

    /** How many instances that carry a tag were ever launched. */
    public int launched(String tag, String value) {
        return seed.launched(tag, value);
    }

    /**
     * Runs a command on an instance as root, past SSH.
     *
     * @throws IOException the instance is no container, or the command failed; the message has its output
     */
    public String onInstance(String instanceId, String... command) throws IOException, InterruptedException {
        return hosts.run(instanceId, command);
    }

    /**
     * Pulls an image from the registry and runs it as a MAP, without a network.
     *
     * @param output may be written by any user
     * @throws IOException there are no containers, or the image cannot be had
     */
    public MapRun runMap(String image, Path input, Path output) throws IOException, InterruptedException {
        return hosts.runMap(image, "AWS", REGISTRY_PASSWORD, input, output);
    }

    /**
     * Starts a machine with nothing of the plugin's, that the emulator knows nothing of.
     *
     * @param folder is found there, read-only, under {@code target}
     * @throws IOException there are no containers
     */
    public PlainMachine plainMachine(Path folder, String target) throws IOException, InterruptedException {
        return hosts.plainMachine(folder, target);
    }

    /** Whether no container of an instance, nor any other, is left in the laboratory. */
    public boolean hostsNothing() throws IOException, InterruptedException {
        return hosts.isEmpty();
    }

    /** Also by an interrupted thread: the parts are waited for, and the thread is interrupted again afterwards. */
    @Override
    public void close() {
        parts.close();
    }
}
