package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.CONFIG;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REQUIREMENTS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AWS_TAGS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.HOST_KEY_STRATEGY;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.MARKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.machine.MarketChoice;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.iam.PolicyGate;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.MapRun;
import io.jenkins.plugins.monai.lab.NeedsLab;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole operation on the project's own example, and the MAP that comes of it run on images. */
@NeedsLab
class BuildMapE2ETest {

    private static final String EXAMPLE = "examples/ct-threshold";
    private static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";
    private static final String SEGMENTATION_STORAGE = "1.2.840.10008.5.1.4.1.1.66.4";
    private static final int STL_HEADER = 84;
    private static final int STL_TRIANGLE = 50;

    private static final String REPOSITORY = "monai/e2e-ct-threshold";
    private static final String PROFILE = "monai-build";

    @TempDir
    Path folder;

    private Lab lab;
    private Trial trial;
    private PolicyGate policy;

    @BeforeEach
    void prepare(Lab shared) throws IOException {
        lab = shared;
        lab.front().reset();
        trial = Trial.of(lab, WorkingCopy.root());
        trial.with(APP, EXAMPLE + "/app")
                .with(CONFIG, EXAMPLE + "/app.yaml")
                .with(REQUIREMENTS, EXAMPLE + "/requirements.txt")
                .with(MODELS, List.of(EXAMPLE + "/models/threshold"))
                .with(BuildMapParameters.REPOSITORY, REPOSITORY)
                .commit(COMMIT);
        trial.with(HOST_KEY_STRATEGY, "console").with(INSTANCE_PROFILE, PROFILE);
        trial.with(AWS_TAGS, List.of("CostCenter=4711"));
        trial.with(MARKET, MarketChoice.SPOT_THEN_ON_DEMAND.value());
        policy = new PolicyGate(
                lab, AwsCaller.BUILD_MAP, Map.of("Repository", REPOSITORY, "BuildMachineRole", PROFILE), Set.of());
        trial.under(policy);
    }

    @AfterEach
    void close() {
        lab.front().reset();
        trial.close();
        policy.close();
    }

    @Test
    void theExampleBecomesAMapThatSegmentsASeries() throws Exception {
        BuildMapResult result = trial.succeeds();

        assertTrue(result.imageUri().endsWith("/monai/e2e-ct-threshold:" + COMMIT), result.imageUri());
        assertTrue(result.imageDigest().matches("sha256:[0-9a-f]{64}"), result.imageDigest());
        assertTrue(result.imageSizeBytes() > 10_000_000, "numpy alone is more: " + result.imageSizeBytes());
        assertTrue(result.instanceId().matches("i-[0-9a-f]{17}"), result.instanceId());
        assertEquals("g4dn.xlarge", result.instanceType());
        assertEquals(lab.region(), result.region());
        assertEquals(
                BuildMapOperation.phaseNames(),
                result.phases().stream().map(PhaseRecord::getName).toList());
        assertTrue(result.phases().stream().allMatch(p -> p.isEnded() && !p.isFailed()));
        assertTrue(result.estimatedUsd().orElseThrow() > 0);
        assertEquals(0, result.verification().getErrorCount(), trial.log()::toString);
        assertEquals(0, result.verification().getWarnCount(), trial.log()::toString);
        assertSnapshotShows(result, trial.operation().snapshot());
        assertCallsAreDeclared();
        assertEquals(Set.of(), trial.tags().untagged());
        assertEquals(
                Set.of("CreateRepository", "CreateSecurityGroup", "ImportKeyPair", "RunInstances"),
                trial.tags().tagged());
        assertTagsName(result.imageDigest());

        assertContainerSegments(result);
    }

    private void assertSnapshotShows(BuildMapResult result, OperationSnapshot snapshot) {
        assertTrue(snapshot.isFinished() && !snapshot.isFailed());
        assertEquals(result.toMap(), snapshot.getOutputs());
        assertTrue(snapshot.getAccountId().matches("\\d{12}"), snapshot.getAccountId());
        assertEquals(
                result.estimatedUsd().orElseThrow(), snapshot.getCost().usdAt(Long.MAX_VALUE), "the machine has ended");
        assertEquals(
                List.of(ResourceKind.INSTANCE, ResourceKind.KEY_PAIR, ResourceKind.SECURITY_GROUP),
                snapshot.getCleanup().stream().map(CleanupEntry::getKind).toList());
        assertTrue(
                snapshot.getCleanup().stream().allMatch(e -> e.getOutcome() == CleanupEntry.Outcome.REMOVED),
                snapshot.getCleanup().toString());
        assertEquals(result.instanceId(), snapshot.getCleanup().get(0).getId());
    }

    /** The build has just run with the policy of the documentation, which is the table of calls. */
    private void assertCallsAreDeclared() {
        assertEquals(Set.of(), policy.undeclared());
        Set<AwsCall> declared = AwsCall.by(AwsCaller.BUILD_MAP);
        TreeSet<String> actions = new TreeSet<>(AwsCall.iamActions(AwsCaller.BUILD_MAP));
        // The registry's part of ECR is no emulator's: what the engine calls there is pushed and read all the same.
        declared.removeIf(AwsCall::isOfRegistry);
        // A build as short as this one never comes to write its lease's tag anew: LeaseKeeperTest does.
        declared.remove(AwsCall.CREATE_TAGS);
        for (AwsCall call : AwsCall.by(AwsCaller.BUILD_MAP)) {
            if (call.isOfRegistry()) {
                actions.removeAll(call.iamActions());
            }
        }
        assertEquals(new TreeSet<>(declared), new TreeSet<>(policy.calls()), "none declared for nothing");
        assertEquals(actions, new TreeSet<>(policy.actions()), "none allowed for nothing");
    }

    private void assertTagsName(String digest) throws IOException, InterruptedException {
        RegistryClient client = RegistryClient.builder()
                .credentials(RegistryCredentials.of("AWS", lab.registryPassword()))
                .build();
        URI registry = lab.registryUri().orElseThrow();
        for (String tag : List.of(COMMIT, "latest")) {
            ImageReference image = ImageReference.of(registry.toString(), "monai/e2e-ct-threshold")
                    .withTag(tag);
            assertEquals(digest, client.digest(image).orElse("none"), tag);
        }
    }

    private void assertContainerSegments(BuildMapResult result) throws Exception {
        MapContainer map = new MapContainer(
                lab, result.imageUri().replaceFirst(":" + COMMIT + "$", "") + "@" + result.imageDigest());
        Path series = makeSeries(folder.resolve("series"));
        Path output = folder.resolve("output");
        MapRun good = map.run(series, output);
        assertEquals(0, good.exitCode(), good.output());
        List<Path> files = MapContainer.files(output);
        assertEquals(2, files.size(), files + good.output());
        assertSegmentation(ending(files, ".dcm"));
        assertStl(ending(files, ".stl"));

        MapRun empty = map.run(Files.createDirectory(folder.resolve("empty")), folder.resolve("nothing"));
        assertEquals(1, empty.exitCode(), "the application's own exit code: " + empty.output());
        assertTrue(empty.output().contains("ERROR: "), empty.output());
        assertEquals(List.of(), MapContainer.files(folder.resolve("nothing")));
    }

    private static Path ending(List<Path> files, String suffix) {
        return files.stream()
                .filter(f -> f.toString().endsWith(suffix))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + suffix + " in " + files));
    }

    private static Path makeSeries(Path into) throws IOException, InterruptedException {
        Path python = WorkingCopy.root().resolve(".venv/tools/bin/python");
        assumeTrue(Files.isExecutable(python), "no pydicom to make a CT series with: run make setup");
        Process maker = new ProcessBuilder(
                        python.toString(), EXAMPLE + "/tests/make_series.py", into.toString(), "--slices", "6")
                .redirectErrorStream(true)
                .start();
        String printed = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, maker.waitFor(), printed);
        return into;
    }

    private static void assertSegmentation(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertEquals("DICM", new String(bytes, 128, 4, StandardCharsets.US_ASCII));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(SEGMENTATION_STORAGE), "a Segmentation");
        assertTrue(text.contains("BINARY"), "a binary one");
    }

    private static void assertStl(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int triangles = ByteBuffer.wrap(Arrays.copyOfRange(bytes, STL_HEADER - 4, STL_HEADER))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        assertTrue(triangles > 0, "a surface");
        assertEquals(STL_HEADER + (long) STL_TRIANGLE * triangles, bytes.length);
    }
}
