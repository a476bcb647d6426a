package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class MotoTest {

    @Test
    void startsAndEnds() throws Exception {
        assumeTrue(Emulator.hasMoto(), "no moto: run make setup, which fetches it");
        long pid;
        try (Emulator moto = Emulator.moto()) {
            pid = moto.pid();
            HttpRequest request = HttpRequest.newBuilder(moto.uri().resolve("/moto-api/data.json"))
                    .build();
            assertEquals(
                    200,
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode());
        }
        assertFalse(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent(), "moto still runs");
    }
}
