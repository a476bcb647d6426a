package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a registry whose connections break off. */
class BlobUploadTest {

    private static final byte[] CONTENT = new byte[3_000_000];

    static {
        new Random(5).nextBytes(CONTENT);
    }

    private final List<String> requests = new ArrayList<>();
    private ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private HttpServer server;
    private int breaks;
    private boolean forgets;
    private int opened;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod());
        exchange.getResponseHeaders().set("Location", "/v2/team/map/blobs/uploads/1");
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                stored = new ByteArrayOutputStream();
                exchange.sendResponseHeaders(202, -1);
            }
            case "PATCH" -> patch(exchange);
            case "GET" -> {
                exchange.getResponseHeaders().set("Range", "0-" + (stored.size() - 1));
                exchange.sendResponseHeaders(forgets ? 404 : 204, -1);
            }
            case "PUT" -> {
                boolean right =
                        exchange.getRequestURI().getQuery().equals("digest=" + Digests.sha256(stored.toByteArray()));
                exchange.sendResponseHeaders(right ? 201 : 400, -1);
            }
            default -> exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private void patch(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        if (breaks > 0) {
            breaks--;
            stored.write(body.readNBytes(700_000));
            throw new IOException("the connection breaks off");
        }
        stored.write(body.readAllBytes());
        exchange.sendResponseHeaders(202, -1);
    }

    private Descriptor push() throws Exception {
        RegistryWriter writer =
                RegistryClient.builder().sleeper(duration -> {}).build().uploads();
        ImageReference repository =
                ImageReference.of("http://127.0.0.1:" + server.getAddress().getPort(), "team/map");
        return writer.blob(repository, MediaTypes.OCI_LAYER_GZIP, () -> {
            opened++;
            ByteArrayInputStream stream = new ByteArrayInputStream(CONTENT);
            return new BlobContent.Reading() {
                @Override
                public InputStream stream() {
                    return stream;
                }

                @Override
                public String digest() {
                    return Digests.sha256(CONTENT);
                }

                @Override
                public void close() {
                    // Memory needs none.
                }
            };
        });
    }

    @Test
    void whatBreaksOffGoesOnWhereItStands() throws Exception {
        breaks = 3;
        Descriptor pushed = push();
        assertEquals(Digests.sha256(CONTENT), pushed.digest());
        assertEquals(CONTENT.length, pushed.size());
        assertArrayEquals(CONTENT, stored.toByteArray());
        assertEquals(
                List.of("POST", "PATCH", "GET", "PATCH", "GET", "PATCH", "GET", "PATCH", "PUT"),
                requests,
                "one upload, never begun anew");
        assertEquals(4, opened);
    }

    @Test
    void whatTheRegistryHasForgottenIsSentAnew() throws Exception {
        breaks = 1;
        forgets = true;
        push();
        assertArrayEquals(CONTENT, stored.toByteArray());
        assertEquals(List.of("POST", "PATCH", "GET", "POST", "PATCH", "PUT"), requests);
    }

    @Test
    void breaksWithoutProgressEnd() {
        breaks = 1000;
        forgets = true;
        RegistryException e = assertThrows(RegistryException.class, this::push);
        assertEquals(RegistryException.Kind.UNAVAILABLE, e.kind());
        assertTrue(opened <= 6, "tried " + opened + " times");
    }
}
