package io.jenkins.plugins.monai.engine.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.monai.engine.map.verification.MapFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapManifestsTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AppManifest app(String json) {
        return AppManifest.parse(utf8(json), MapLayout.HOLOSCAN);
    }

    @Test
    void takesWhatTheUpstreamPackagerWrites() {
        MapManifests manifests = MapManifests.parse(
                MapLayout.HOLOSCAN,
                utf8("""
                        {"command": "[\\"python3\\", \\"/opt/holoscan/app\\"]", "version": 1.0, "timeout": 0,
                         "environment": {"A": "b"}, "readiness": null,
                         "input": {"path": "input/", "formats": null}, "output": {"path": "output/"}}
                        """),
                utf8(
                        "{\"models\": {\"a\": \"/opt/holoscan/models/a\"}, \"resources\": {\"cpu\": 1, \"memory\": \"1Gi\"}}"));
        assertEquals(List.of("python3", "/opt/holoscan/app"), manifests.app().command());
        assertEquals("1.0", manifests.app().version());
        assertEquals("input/", manifests.app().inputPath());
        assertEquals("/var/holoscan", manifests.app().workingDirectory());
        assertEquals(Map.of("A", "b"), manifests.app().environment());
        assertEquals("/opt/holoscan/app", manifests.pkg().applicationRoot());
        assertEquals(
                List.of(new PkgManifest.Model("a", "/opt/holoscan/models/a")),
                manifests.pkg().models());
        assertEquals(Map.of("cpu", "1", "memory", "1Gi"), manifests.pkg().resources());
    }

    @Test
    void modelPathsAreRelativeToTheModelRoot() {
        PkgManifest pkg = PkgManifest.parse(
                utf8("{\"model-root\": \"/m/\", \"models\": [{\"name\": \"a\"}, {\"name\": \"b\", \"path\": \"c/\"}]}"),
                MapLayout.MONAI);
        assertEquals(List.of(new PkgManifest.Model("a", "/m/a"), new PkgManifest.Model("b", "/m/c")), pkg.models());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "python3 -m app | python3,-m,app",
                "'my program' \"a b\" c\\ d | my program,a b,c d",
                "run>log | run",
                "run && other | run",
                "run '' x | run,,x"
            })
    void splitsCommands(String command, String words) {
        AppManifest manifest =
                new AppManifest(MapFixture.JSON.createObjectNode().put("command", command), MapLayout.HOLOSCAN);
        assertEquals(List.of(words.split(",")), manifest.command());
    }

    @Test
    void otherEncodingsAreRefused() {
        byte[] latin1 = "{\"sdk\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> MapManifests.parse(MapLayout.HOLOSCAN, latin1, utf8("{}")));
        assertEquals("/etc/holoscan/app.json is not encoded in UTF-8", e.getMessage());
        assertEquals(0, app("{\"timeout\": -5}").timeoutSeconds());
    }
}
