package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Headless Chromium, spoken to through chromedriver.
 *
 * @see <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>
 */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().proxy(ProxySelector.of(null)).build();
    private final Process driver;
    private final String server;
    private String session;

    private Browser(Path chromedriver, Path chromium) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = "http://127.0.0.1:" + port;
        driver = new ProcessBuilder(chromedriver.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            begin(chromium);
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Where there is one. */
    static Optional<Browser> find() throws IOException, InterruptedException {
        Optional<Path> chromedriver = program("chromedriver");
        Optional<Path> chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> program(name).stream())
                .findFirst();
        return chromedriver.isPresent() && chromium.isPresent()
                ? Optional.of(new Browser(chromedriver.get(), chromium.get()))
                : Optional.empty();
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void begin(Path chromium) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isReady()) {
            assertTrue(driver.isAlive() && Instant.now().isBefore(deadline), "chromedriver does not begin");
            Thread.sleep(50);
        }
        Map<String, Object> options = Map.of(
                "binary",
                chromium.toString(),
                "args",
                List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--no-proxy-server"));
        session = send(
                        "POST",
                        "",
                        Map.of(
                                "capabilities",
                                Map.of(
                                        "alwaysMatch",
                                        Map.of(
                                                "goog:chromeOptions",
                                                options,
                                                "goog:loggingPrefs",
                                                Map.of("browser", "ALL")))))
                .get("sessionId")
                .asText();
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(server + "/status"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode send(String method, String path, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server + "/session" + (session == null ? "" : "/" + session) + path))
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body()).get("value");
    }

    /** As a window of that width shows it: a phone has 390. */
    void width(int pixels) throws IOException, InterruptedException {
        send(
                "POST",
                "/goog/cdp/execute",
                Map.of(
                        "cmd",
                        "Emulation.setDeviceMetricsOverride",
                        "params",
                        Map.of("width", pixels, "height", 844, "deviceScaleFactor", 1, "mobile", pixels < 600)));
    }

    void open(String url) throws IOException, InterruptedException {
        send("POST", "/url", Map.of("url", url));
    }

    /** @param script the body of a function; what it returns is the answer */
    JsonNode run(String script) throws IOException, InterruptedException {
        return send("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Waits for an expression to be true. */
    void await(String expression) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!run("return !!(" + expression + ")").asBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("It does not become true: " + expression + "\n"
                        + run("return document.body.innerText").asText() + "\n" + complaints());
            }
            Thread.sleep(100);
        }
    }

    void press(String key) throws IOException, InterruptedException {
        send(
                "POST",
                "/actions",
                Map.of(
                        "actions",
                        List.of(Map.of(
                                "type",
                                "key",
                                "id",
                                "keyboard",
                                "actions",
                                List.of(
                                        Map.of("type", "keyDown", "value", key),
                                        Map.of("type", "keyUp", "value", key))))));
    }

    /** What the console of the browser has of errors since it was asked last: scripts, security policy, addresses. */
    List<String> complaints() throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (JsonNode entry : send("POST", "/se/log", Map.of("type", "browser"))) {
            String message = entry.get("message").asText();
            if (entry.get("level").asText().equals("SEVERE") || message.contains("Content Security Policy")) {
                complaints.add(message);
            }
        }
        return complaints;
    }

    @Override
    public void close() throws IOException {
        try {
            if (session != null) {
                send("DELETE", "", Map.of());
            }
            driver.destroy();
            driver.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroy();
        }
    }
}
