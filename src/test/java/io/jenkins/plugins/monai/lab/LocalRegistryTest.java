package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryTest {

    @TempDir
    Path dir;

    @BeforeAll
    static void needsTheRegistry() {
        assumeTrue(LocalRegistry.isAvailable(), LocalRegistry.MISSING);
    }

    @Test
    void asksForThePasswordAndEndsWhenClosed() throws Exception {
        long pid;
        try (LocalRegistry registry = LocalRegistry.start(dir, "AWS", "sesame")) {
            pid = registry.pid();
            assertEquals(401, status(registry, null));
            assertEquals(401, status(registry, "AWS:wrong"));
            assertEquals(200, status(registry, "AWS:sesame"));
        }
        assertFalse(ProcessHandle.of(pid).isPresent(), "the registry still runs");
        assertFalse(Files.readString(dir.resolve("htpasswd")).contains("sesame"));
    }

    @Test
    void withoutUserItIsOpen() throws Exception {
        try (LocalRegistry registry = LocalRegistry.start(dir, null, null)) {
            assertEquals(200, status(registry, null));
        }
    }

    private static int status(LocalRegistry registry, String credentials) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(registry.uri().resolve("/v2/"));
        if (credentials != null) {
            byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }
}
