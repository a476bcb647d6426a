package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that sends the headers and a few bytes, and then nothing, without closing the connection. */
class StalledTransferTest {

    private static final String START = "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\na blob";

    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "stalling registry");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                connection.getOutputStream().write(START.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Test
    void theTransferEndsAndIsTriedAgain() {
        RegistryClient client = RegistryClient.builder()
                .sleeper(duration -> {})
                .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(100))
                .build();
        ImageReference image = ImageReference.of("http://127.0.0.1:" + server.getLocalPort(), "maps");
        Descriptor blob = new Descriptor("", Digests.sha256(new byte[0]), 24);
        RegistryException e =
                assertThrows(RegistryException.class, () -> client.blob(image, blob, InputStream::readAllBytes));
        assertEquals(RegistryException.Kind.UNAVAILABLE, e.kind());
        assertTrue(e.getMessage().contains("stalled"), e.getMessage());
        assertEquals(4, connections.size());
    }

    /** Issue 10, number 19: no read waits long, and the body would last for ever. */
    @Test
    void aServerThatDripsIsNotReadForEver() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> drip(dripping), "dripping registry");
            thread.setDaemon(true);
            thread.start();
            RegistryClient client = RegistryClient.builder()
                    .sleeper(duration -> {})
                    .timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30))
                    .bodyTimeout(Duration.ofMillis(300))
                    .build();
            ImageReference image = ImageReference.of("http://127.0.0.1:" + dripping.getLocalPort(), "maps")
                    .withTag("latest");
            RegistryException e = assertThrows(RegistryException.class, () -> client.manifest(image));
            assertEquals(RegistryException.Kind.UNAVAILABLE, e.kind());
            assertTrue(e.getMessage().contains("took longer than"), e.getMessage());
        }
    }

    private void drip(ServerSocket listening) {
        while (true) {
            try {
                Socket connection = listening.accept();
                connections.add(connection);
                new Thread(() -> drip(connection), "drip").start();
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    private static void drip(Socket connection) {
        try {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                connection.getOutputStream().write('x');
                Thread.sleep(10);
            }
        } catch (IOException | InterruptedException e) {
            // The client has closed it.
        }
    }
}
