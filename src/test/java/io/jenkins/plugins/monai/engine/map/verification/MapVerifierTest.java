package io.jenkins.plugins.monai.engine.map.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.map.Finding;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.map.VerificationSubject;
import io.jenkins.plugins.monai.engine.map.layer.LayerLimits;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import io.jenkins.plugins.monai.lab.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A conforming MAP in a genuine registry has no findings; each way to spoil it has exactly its own. */
class MapVerifierTest {

    private static final String REPOSITORY = "maps/ct";

    @TempDir
    static Path dir;

    private static LocalRegistry registry;
    private static ImagePusher pusher;
    private static RegistryClient client;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(LocalRegistry.isAvailable(), LocalRegistry.MISSING);
        registry = LocalRegistry.start(dir, "AWS", "sesame");
        pusher = new ImagePusher(registry.uri(), REPOSITORY, "AWS", "sesame");
        client = RegistryClient.builder()
                .credentials(RegistryCredentials.of("AWS", "sesame"))
                .build();
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    private static ImageReference image(String tag) {
        return ImageReference.of(registry.uri().toString(), REPOSITORY).withTag(tag);
    }

    private static VerificationReport verify(MapFixture map) throws Exception {
        return verify(map, LayerLimits.DEFAULT);
    }

    private static VerificationReport verify(MapFixture map, LayerLimits limits) throws Exception {
        map.push(pusher, "test");
        return MapVerifier.verify(client, image("test"), limits);
    }

    /** @param expected {@code LEVEL ROW: part of the message}, in the report's order */
    private static void assertFindings(VerificationReport report, String... expected) {
        List<Finding> findings = report.getFindings();
        assertEquals(expected.length, findings.size(), report.toString());
        for (int i = 0; i < expected.length; i++) {
            String[] parts = expected[i].split(": ", 2);
            Finding finding = findings.get(i);
            assertEquals(parts[0], finding.getLevel() + " " + finding.getCheck().row(), report.toString());
            assertTrue(finding.getMessage().contains(parts[1]), () -> parts[1] + " is not in\n" + report);
        }
    }

    @Test
    void aConformingMapHasNoFindings() throws Exception {
        VerificationReport report = verify(new MapFixture());
        assertFindings(report);
        VerificationSubject subject = report.getSubject();
        assertEquals("CT threshold", subject.getTitle());
        assertEquals("1.2.0", subject.getVersion());
        assertEquals("linux/amd64", subject.getPlatform());
        assertEquals("1.0.0", subject.getSpecification());
        assertEquals(client.digest(image("test")).orElseThrow(), subject.getDigest());
        assertEquals(subject.getDigest(), subject.getImageDigest());
        assertEquals(client.imageManifest(image("test"), List.of()).totalSize(), subject.getSizeBytes());
        assertEquals(2, report.lines().size(), report.toString());
    }

    @Test
    void aMapOfTheUpstreamPackagerRunsWithItsKnownDeviations() throws Exception {
        assertFindings(
                verify(MapFixture.upstream()),
                "WARN 3: the label org.opencontainers.image.version is no semantic version: '1.0'; "
                        + "app.json#version is no string: '1.0'",
                "WARN 6: app.json#input.formats is missing or null",
                "WARN 7: app.json#output.format is missing or null",
                "WARN 8: app.json#type is missing",
                "WARN 10: pkg.json#version is no string: '1.0'",
                "WARN 14: pkg.json#models is no array of {name, path} but an object",
                "INFO 11: HOLOSCAN_DOCS_PATH stands for HOLOSCAN_DOCS",
                "INFO 20: exits with 0 also when the application fails");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.jenkins.plugins.monai.engine.map.verification.SpoiltMaps#all")
    void aSpoiltMapHasThisFindingOnly(String finding, Consumer<MapFixture> how) throws Exception {
        MapFixture map = new MapFixture();
        how.accept(map);
        assertFindings(verify(map), finding);
    }

    @Test
    void everyRowHasATestOfItsOwn() {
        List<Integer> rows = SpoiltMaps.all()
                .map(arguments -> (String) arguments.get()[0])
                .map(finding -> Integer.valueOf(finding.replaceAll("[A-Z]+ ([0-9]+):.*", "$1")))
                .distinct()
                .sorted()
                .toList();
        assertEquals(Stream.of(MapCheck.values()).map(MapCheck::row).toList(), rows);
    }

    @Test
    void goodVariantsHaveNoFindings() throws Exception {
        MapFixture map = new MapFixture();
        map.app.put("command", "TZ=UTC 'python3' /opt/holoscan/app --input \"/var/holoscan/input\" && true");
        map.output().put("format", "file");
        map.app.putObject("readiness").put("type", "http-get").put("port", 8080).put("path", "/ready");
        map.app.putObject("liveness").put("type", "command").putArray("command").add("true");
        map.labels().put(MapPaths.LABEL_VERSION, "1.2.0-rc.1+build.5");
        map.app.put("version", "1.2.0-rc.1+build.5");
        map.pkg.remove("models");
        SpoiltMaps.resources(map)
                .put("cpu", 1.5)
                .put("gpu", 1)
                .put("gpuMemory", "6Gi")
                .put("memory", "2048Mi");
        assertFindings(verify(map));
    }

    @Test
    void version010IsDetected() throws Exception {
        MapFixture map = new MapFixture();
        map.folder = "etc/monai";
        map.appText = """
                {"api-version": "0.1.0", "command": "python3 /opt/monai/app/app.py", "input": {"path": "input"},
                 "output": {"path": "output"}, "sdk-version": "0.5.1", "version": "1.2.0",
                 "working-directory": "/var/monai/"}
                """;
        map.pkgText = """
                {"api-version": "0.1.0", "application-root": "/opt/monai/app/", "version": "1.2.0",
                 "models": [{"name": "a", "path": "a"}], "resources": {"shared-memory": "1Gi"}}
                """;
        map.run().putArray("Entrypoint").add("/bin/sh").add("-c").add("run");
        map.replace(
                1, new LayerBuilder().file("opt/monai/app/app.py", "").file("opt/monai/models/a/model.ts", "weights"));
        VerificationReport report = verify(map);
        assertFindings(report, "INFO 4: version 0.1.0", "INFO 17: no /opt/monai/docs/");
        assertEquals("0.1.0", report.getSubject().getSpecification());
    }

    @Test
    void ofAnIndexTheImageForAmd64IsVerified() throws Exception {
        MapFixture arm = new MapFixture();
        arm.config.put("architecture", "arm64");
        MapFixture amd = new MapFixture();
        amd.labels().remove(MapPaths.LABEL_TITLE);
        ObjectNode index = index(arm.push(pusher, null), "arm64");
        index.withArray("manifests").add(platform(amd.push(pusher, null), "amd64"));
        String digest =
                pusher.manifest("multi", ImagePusher.INDEX, index).get("digest").asText();
        VerificationReport report = MapVerifier.verify(client, image("multi"));
        assertFindings(report, "WARN 2: is missing");
        assertEquals(digest, report.getSubject().getDigest());
        assertEquals(
                index.get("manifests").get(1).get("digest").asText(),
                report.getSubject().getImageDigest());
    }

    @Test
    void anIndexForOtherPlatformsIsAnError() throws Exception {
        ObjectNode index = index(new MapFixture().push(pusher, null), "riscv64");
        pusher.manifest("riscv", ImagePusher.INDEX, index);
        assertFindings(
                MapVerifier.verify(client, image("riscv")),
                "ERROR 1: no image for [linux/amd64, linux/arm64], only for [linux/riscv64]");
    }

    private static ObjectNode index(ObjectNode manifest, String architecture) {
        ObjectNode index = MapFixture.JSON.createObjectNode();
        index.put("schemaVersion", 2).put("mediaType", ImagePusher.INDEX);
        index.putArray("manifests").add(platform(manifest, architecture));
        return index;
    }

    private static ObjectNode platform(ObjectNode manifest, String architecture) {
        manifest.putObject("platform").put("os", "linux").put("architecture", architecture);
        return manifest;
    }

    @Test
    void anArtifactIsNoContainerImage() throws Exception {
        new MapFixture().push(pusher, "helm", "application/vnd.cncf.helm.config.v1+json");
        assertFindings(
                MapVerifier.verify(client, image("helm")),
                "ERROR 1: this is no container image but 'application/vnd.cncf.helm.config.v1+json'");
    }

    @Test
    void aManifestThatAnUpperLayerTookAwayIsMissing() throws Exception {
        MapFixture map = new MapFixture();
        map.layers.add(new MapFixture.Blob(
                ImagePusher.GZIP_LAYER,
                new LayerBuilder()
                        .file("etc/holoscan/app.json", "{}")
                        .file("etc/holoscan/pkg.json", "{}")
                        .gzip()));
        map.withApp = false;
        map.withPkg = false;
        map.add(new LayerBuilder().opaque("etc/holoscan"));
        assertFindings(verify(map), "ERROR 4: the image is no MAP");
    }

    @Test
    void aLayerThatCannotBeUnpackedIsAnError() throws Exception {
        MapFixture map = new MapFixture();
        map.layers.add(0, MapFixture.noArchive());
        map.layers.remove(1);
        VerificationReport report = verify(map);
        assertEquals(1, report.getErrorCount(), report.toString());
        assertTrue(report.toString().contains("ERROR 1 platform: the layer sha256:"), report.toString());
        assertTrue(report.toString().contains("cannot be unpacked"), report.toString());
    }

    @Test
    void plainTarsAreReadAndOtherCompressionsAreSaid() throws Exception {
        MapFixture map = new MapFixture();
        map.layers.set(
                0, new MapFixture.Blob(ImagePusher.TAR_LAYER, MapFixture.base().tar()));
        assertFindings(verify(map));

        map.layers.set(0, new MapFixture.Blob("application/vnd.oci.image.layer.v1.tar+zstd", new byte[] {1, 2, 3}));
        assertFindings(verify(map), "INFO 16: has a media type that is not understood");
    }

    @Test
    void whatIsInALargeLayerIsNotHeldAgainstTheMap() throws Exception {
        MapFixture map = new MapFixture();
        byte[] incompressible = new byte[100_000];
        new java.util.Random(1).nextBytes(incompressible);
        map.replace(0, MapFixture.base().file("usr/lib/big", incompressible, 0644));
        map.replace(2, new LayerBuilder().file("opt/holoscan/models/threshold/model.ts", incompressible, 0644));
        assertFindings(
                verify(map, new LayerLimits(50_000, 1 << 20, 1 << 20, 1000)),
                "INFO 16: more than the 50000 that are read, and was not looked at",
                "INFO 16: more than the 50000 that are read, and was not looked at");
        VerificationReport budget = verify(map, new LayerLimits(200_000, 150_000, 1 << 20, 1000));
        assertFindings(budget, "INFO 16: and 150000 are read in all, and was not looked at");
    }

    @Test
    void manifestsInALargeLayerAreAWarning() throws Exception {
        assertFindings(
                verify(new MapFixture(), new LayerLimits(10, 1 << 20, 1 << 20, 1000)),
                "WARN 4: the manifests are in none of the layers that could be read",
                "INFO 16: more than the 10 that are read",
                "INFO 16: more than the 10 that are read",
                "INFO 16: more than the 10 that are read",
                "INFO 16: more than the 10 that are read");
    }

    @Test
    void aBombIsNotUnpacked() throws Exception {
        MapFixture map = new MapFixture();
        map.replace(0, MapFixture.base().file("usr/lib/zeros", new byte[4 << 20], 0644));
        assertFindings(
                verify(map, new LayerLimits(1 << 20, 4 << 20, 2 << 20, 1000)),
                "INFO 16: unpacks to too many bytes, and was not looked at");
    }

    @Test
    void lowerLayersAreNotReadWhenNothingIsAskedOfThem() throws Exception {
        MapFixture map = new MapFixture();
        map.layers.add(0, MapFixture.noArchive());
        assertFindings(verify(map));
    }

    @Test
    void anImageThatIsNotThereIsNoFinding() {
        RegistryException e = assertThrows(RegistryException.class, () -> MapVerifier.verify(client, image("missing")));
        assertEquals(RegistryException.Kind.NOT_FOUND, e.kind());
    }

    @Test
    void theReportSurvivesSerialization() throws Exception {
        MapFixture map = new MapFixture();
        map.labels().remove(MapPaths.LABEL_TITLE);
        VerificationReport report = verify(map);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(report);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            VerificationReport read = (VerificationReport) in.readObject();
            assertEquals(report.lines(), read.lines());
            assertEquals(1, read.getWarnCount());
            assertEquals("1.2.0", read.getSubject().getLabels().get(MapPaths.LABEL_VERSION));
        }
    }
}
