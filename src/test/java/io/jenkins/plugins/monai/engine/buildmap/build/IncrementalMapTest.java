package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REBUILD;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.Way;
import io.jenkins.plugins.monai.engine.registry.Descriptor;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.Platform;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.MapRun;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A MAP that is built on a machine, and what follows it without one: in a genuine registry, run as containers. */
@NeedsLab
class IncrementalMapTest {

    private static final String NAME = "monai/incremental";

    /** Prints what the MAP holds. */
    private static final String MAIN = """
            import os, pathlib
            models = pathlib.Path(os.environ["HOLOSCAN_MODEL_PATH"])
            for file in sorted(p for p in models.rglob("*") if p.is_file()):
                print("model", file.relative_to(models), file.read_bytes()[:5])
            for file in sorted(pathlib.Path(__file__).parent.glob("*.py")):
                print("code", file.name)
            pathlib.Path(os.environ["HOLOSCAN_OUTPUT_PATH"], "done.txt").write_text("done")
            """;

    @TempDir
    Path folder;

    private int runs;
    private Lab lab;
    private TinyApplication application;
    private final List<Trial> trials = new ArrayList<>();

    private BuildMapResult build(String commit, boolean rebuild) throws IOException {
        Trial trial = Trial.of(lab, application.workspace());
        trials.add(trial);
        trial.with(REPOSITORY, NAME)
                .with(MODELS, List.of("models/spleen", "liver=models/liver.ts"))
                .with(REBUILD, rebuild)
                .commit(commit.repeat(40));
        try (trial) {
            return trial.succeeds();
        }
    }

    private Trial last() {
        return trials.get(trials.size() - 1);
    }

    private ImageReference repository() {
        return ImageReference.of(lab.registryUri().orElseThrow().toString(), NAME);
    }

    private List<String> layers(BuildMapResult result) throws Exception {
        RegistryClient client = RegistryClient.builder()
                .credentials(RegistryCredentials.of("AWS", lab.registryPassword()))
                .build();
        return client
                .imageManifest(repository().withDigest(result.imageDigest()), List.of(Platform.LINUX_AMD64))
                .layers()
                .stream()
                .map(Descriptor::digest)
                .toList();
    }

    private List<String> contentOf(BuildMapResult result) throws Exception {
        Path input = Files.createDirectory(folder.resolve("input" + ++runs));
        MapRun run = new MapContainer(lab, repository().name() + "@" + result.imageDigest())
                .run(input, folder.resolve("output" + runs));
        assertEquals(0, run.exitCode(), run.output());
        assertTrue(Files.exists(folder.resolve("output" + runs + "/done.txt")), "results are written");
        return run.output()
                .lines()
                .filter(line -> line.startsWith("model ") || line.startsWith("code "))
                .toList();
    }

    private void assertNoMachine(BuildMapResult result, Way.Kind kind) {
        assertEquals(kind, result.way().kind(), last().log()::toString);
        assertNull(result.instanceId());
        Set<String> calls = last().calls().operations();
        assertEquals(
                Set.of("GetCallerIdentity", "DescribeRepositories", "GetAuthorizationToken"),
                calls,
                "nothing of EC2 is even asked");
        assertEquals(0, result.verification().getErrorCount(), last().log()::toString);
        assertEquals(0, result.verification().getWarnCount(), last().log()::toString);
        assertTrue(last().log().toString().contains(result.way().toString()), "the log says why");
        assertEquals(kind.shown(), last().operation().snapshot().getOutputs().get("way"));
    }

    private static byte[] weights(int seed) {
        byte[] bytes = new byte[200_000];
        new Random(seed).nextBytes(bytes);
        System.arraycopy(new byte[] {'v', (byte) ('0' + seed), '.', '.', '.'}, 0, bytes, 0, 5);
        return bytes;
    }

    @Test
    void onlyWhatHasChangedIsSentAndTheMapRuns(Lab shared) throws Exception {
        lab = shared;
        lab.front().reset();
        application = TinyApplication.in(folder.resolve("workspace"))
                .file("app/__main__.py", MAIN)
                .file("app/old.py", "")
                .file("models/spleen/model.ts", weights(1))
                .file("models/spleen/labels.txt", "spleen")
                .file("models/liver.ts", weights(2));

        BuildMapResult full = build("1", true);
        assertEquals(Way.Kind.FULL, full.way().kind(), last().log()::toString);
        assertEquals(
                List.of(
                        "model liver/liver.ts b'v2...'",
                        "model spleen/labels.txt b'splee'",
                        "model spleen/model.ts b'v1...'",
                        "code __main__.py",
                        "code old.py"),
                contentOf(full));

        BuildMapResult same = build("1", false);
        assertNoMachine(same, Way.Kind.UNCHANGED);
        assertEquals(full.imageDigest(), same.imageDigest());

        application.file("models/spleen/model.ts", weights(3)).without("models/spleen/labels.txt");
        application.without("app/old.py");
        BuildMapResult changed = build("2", false);
        assertNoMachine(changed, Way.Kind.INCREMENTAL);
        assertEquals(
                List.of("model liver/liver.ts b'v2...'", "model spleen/model.ts b'v3...'", "code __main__.py"),
                contentOf(changed),
                "what was deleted is gone");
        List<String> shared1 = new ArrayList<>(layers(changed));
        shared1.retainAll(layers(full));
        assertEquals(
                layers(changed).size() - 3,
                shared1.size(),
                "application, one model and manifests are new, the other model is the one that was there");

        application.file("models/spleen/model.ts", weights(4));
        BuildMapResult again = build("3", false);
        assertNoMachine(again, Way.Kind.INCREMENTAL);
        assertEquals(layers(changed).size(), layers(again).size(), "layers do not pile up");
        List<String> shared2 = new ArrayList<>(layers(again));
        shared2.retainAll(layers(changed));
        assertEquals(layers(again).size() - 1, shared2.size(), "of two models one has changed");
        assertTrue(contentOf(again).contains("model spleen/model.ts b'v4...'"));

        application.file("models/spleen/model.ts", weights(3));
        BuildMapResult back = build("2", false);
        assertEquals(changed.imageDigest(), back.imageDigest(), "the same commit is the same image");

        BuildMapResult forced = build("2", true);
        assertEquals(Way.Kind.FULL, forced.way().kind());
        assertFalse(forced.instanceId().isEmpty());
    }
}
