package io.jenkins.plugins.monai.engine.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CondensedLogTest {

    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private final CondensedLog log =
            new CondensedLog(new ToldLog(text -> told.add("[monai] " + text), told::add), new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            });

    private void print(String... lines) {
        for (String line : lines) {
            log.machine(line);
        }
    }

    @Test
    void podmansLayersAreOneLine() {
        print("Pushing registry/app:1", "Getting image source signatures");
        for (int i = 0; i < 25; i++) {
            print("Copying blob sha256:" + String.format("%064x", i));
        }
        print("Sent 12 MB in 10 s", "Copying config sha256:" + "a".repeat(64), "Writing manifest to image destination");
        print("Storing signatures", "Pushing registry/app:latest");
        assertEquals(
                List.of(
                        "Pushing registry/app:1",
                        "Sent 12 MB in 10 s",
                        "Layers: all 25 done",
                        "Pushing registry/app:latest"),
                told);
    }

    @Test
    void dockersLayersAreCountedEveryFewSeconds() {
        print("The push refers to repository [registry/app]");
        for (int i = 0; i < 3; i++) {
            print("00000000000" + i + ": Preparing");
        }
        print("000000000000: Layer already exists", "000000000001: Waiting");
        now = now.plus(Duration.ofSeconds(6));
        print("000000000001: Pushed", "000000000002: Pushing [=>  ] 12 MB/30 MB");
        now = now.plus(Duration.ofSeconds(6));
        print("000000000002: Pushed", "1.0: digest: sha256:" + "a".repeat(64) + " size: 1234");
        assertEquals(
                List.of(
                        "The push refers to repository [registry/app]",
                        "Layers: 2 of 3 done",
                        "Layers: 3 of 3 done",
                        "Layers: all 3 done",
                        "1.0: digest: sha256:" + "a".repeat(64) + " size: 1234"),
                told);
    }

    @Test
    void layersThatDidNotComeAreNotSaidToBeDone() {
        print("aaaaaaaaaaaa: Pulling fs layer", "bbbbbbbbbbbb: Pulling fs layer", "aaaaaaaaaaaa: Pull complete");
        log.close();
        log.close();
        assertEquals(List.of("Layers: 1 of 2 done"), told);
    }

    @Test
    void buildKitsLayers() {
        String id = "b".repeat(64);
        print("#5 sha256:" + id + " 1.05MB / 30.44MB 0.3s", "#5 sha256:" + id + " 30.44MB / 30.44MB 1.1s done");
        print("#5 extracting sha256:" + id, "#5 DONE 2.0s", "#6 CACHED", "#6 ...");
        log.line("PACKAGE done in 3.0 s");
        assertEquals(List.of("Layers: all 1 done", "[monai] PACKAGE done in 3.0 s"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STEP 3/22: RUN set -eu; ", "#12 [stage-1  3/9] RUN set -eu; "})
    void aStepIsOneLineOfBoundedLength(String begin) {
        print(begin + "python3 -c 'import ensurepip'    || { echo no; }\n  ".repeat(20));
        assertEquals(1, told.size());
        assertTrue(told.get(0).startsWith("STEP 3/22: RUN set -eu; python3")
                || told.get(0).startsWith("#12 [stage-1 3/9] RUN"));
        assertEquals(140, told.get(0).length());
        assertTrue(told.get(0).endsWith("…"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: No matching distribution found for x",
                "Step 3 of my own build",
                "Copying blobs is what this program does",
                "abc: Pushed",
                "Successfully installed numpy-2.2.6",
                "#7 12.3 ERROR: Could not build wheels",
                "[Warning] the disk is nearly full"
            })
    void allElseIsToldAsItIs(String line) {
        print(line);
        assertEquals(List.of(line), told);
    }

    @Test
    void whatIsMeantForMachinesIsNot() {
        print("--> 979be9f98dc", "--> Using cache 0123", "COMMIT localhost/x:y", "Successfully tagged localhost/x:y");
        print("a".repeat(64), "[Warning] one or more build args were not consumed: [TARGETARCH]", "");
        assertEquals(List.of(), told);
    }
}
