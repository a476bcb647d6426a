package io.jenkins.plugins.monai.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The instance metadata service, version 2 alone, below a path for each instance: containers share the host's network,
 * so the well-known address cannot be theirs. A container first asks {@code POST /boot} which instance it is.
 */
final class InstanceMetadata implements AutoCloseable {

    private static final Duration LAUNCH = Duration.ofSeconds(60);
    private static final String TOKEN = "X-aws-ec2-metadata-token";

    /** Hears of each container that has booted. */
    interface BootListener {
        void booted() throws IOException;
    }

    private final int sshPort;
    private final BootListener listener;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LinkedBlockingQueue<Launch> booting = new LinkedBlockingQueue<>();
    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> booted = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    private String registry;
    private String registryPassword;

    private record Machine(Launch launch, int sshPort) {}

    /** @param sshPort where the first instance's SSH server listens; further ones get a port of their own */
    InstanceMetadata(int sshPort, BootListener listener) throws IOException {
        this.sshPort = sshPort;
        this.listener = listener;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Announces a container that is about to boot. */
    void expect(Launch launch) {
        launch.whenLaunched(id -> booted.put(id, new CountDownLatch(1)));
        booting.add(launch);
    }

    /** The container that was announced will not come, or has had its time. */
    void forget(Launch launch) {
        booting.remove(launch);
    }

    /** Before the first launch. */
    void registry(String host, String password) {
        registry = host;
        registryPassword = password;
    }

    /** Returns at once for an instance that is none of these. */
    void awaitBooted(String instanceId) throws InterruptedException {
        CountDownLatch latch = booted.get(instanceId);
        if (latch != null) {
            latch.await(LAUNCH.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** The port of an instance's SSH server, once the instance has booted. */
    Optional<Integer> sshPort(String instanceId) {
        return Optional.ofNullable(machines.get(instanceId)).map(Machine::sshPort);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Reply(int status, String body) {
        static Reply ok(String body) {
            return new Reply(200, body);
        }

        static Reply of(int status) {
            return new Reply(status, "");
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/boot")) {
            return method.equals("POST") ? boot() : Reply.of(405);
        }
        String[] parts = path.split("/", 4);
        Machine machine = parts.length == 4 && parts[2].equals("latest") ? machines.get(parts[1]) : null;
        if (machine == null) {
            return Reply.of(404);
        }
        if (parts[3].equals("api/token")) {
            return method.equals("PUT") ? token(exchange) : Reply.of(405);
        }
        String token = exchange.getRequestHeaders().getFirst(TOKEN);
        if (token == null || !tokens.contains(token)) {
            return Reply.of(401);
        }
        return value(machine, parts[1], parts[3]).map(Reply::ok).orElse(Reply.of(404));
    }

    /** Waits for the launch that the container belongs to, and for the id that RunInstances gives it. */
    private Reply boot() throws IOException, InterruptedException {
        Launch launch = booting.poll(LAUNCH.toSeconds(), TimeUnit.SECONDS);
        String id = launch == null ? null : launch.awaitInstanceId(LAUNCH);
        if (id == null) {
            return Reply.of(503);
        }
        machines.put(id, new Machine(launch, free(sshPort) ? sshPort : ChildProcess.freePort()));
        listener.booted();
        return Reply.ok(uri() + "/" + id);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private Reply token(HttpExchange exchange) {
        String seconds = exchange.getRequestHeaders().getFirst(TOKEN + "-ttl-seconds");
        if (seconds == null || !seconds.matches("[1-9]\\d{0,4}")) {
            return Reply.of(400);
        }
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        return Reply.ok(token);
    }

    private Optional<String> value(Machine machine, String id, String path) {
        Launch launch = machine.launch();
        return switch (path) {
            case "user-data" -> launch.userData();
            case "meta-data/instance-id" -> Optional.of(id);
            case "meta-data/ami-id" -> Optional.of(launch.imageId());
            case "meta-data/instance-type" -> Optional.of(launch.instanceType());
            case "meta-data/placement/region" -> Optional.of(launch.region());
            case "meta-data/placement/availability-zone" -> Optional.of(launch.region() + "a");
            case "meta-data/public-keys/0/openssh-key" -> launch.publicKey();
            case "meta-data/iam/security-credentials/" -> launch.instanceProfile();
            case "lab/registry" -> Optional.ofNullable(registry);
            case "lab/registry-password" -> Optional.ofNullable(registryPassword);
            case "lab/ready" -> {
                booted.get(id).countDown();
                yield Optional.of("ready");
            }
            case "lab/ssh-port" -> Optional.of(String.valueOf(machine.sshPort()));
            default -> credentials(launch, path);
        };
    }

    private static Optional<String> credentials(Launch launch, String path) {
        return launch.instanceProfile()
                .filter(profile -> path.equals("meta-data/iam/security-credentials/" + profile))
                .map(profile -> """
                        {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "%s", "Expiration": "%s",
                         "AccessKeyId": "test", "SecretAccessKey": "test", "Token": "test"}
                        """.formatted(Instant.now(), Instant.now().plus(Duration.ofHours(6))));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
