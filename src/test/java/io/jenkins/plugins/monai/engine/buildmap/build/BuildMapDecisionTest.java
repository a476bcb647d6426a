package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.TAGS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run decided at its beginning holds for every process that goes on with it. */
class BuildMapDecisionTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static final Values VALUES =
            Values.none().with(REGION, "eu-west-1").with(APP, "app").with(REPOSITORY, "team/app");

    private final BuildMapState state = new BuildMapState("run", 0);

    private static BuildMapRequest request() {
        return BuildMapRequest.of(VALUES, Map.of());
    }

    private static String imageUri(BuildMapRequest request, BuildMapState state) {
        state.repository("registry.example", "team/app");
        state.imageDigest("sha256:" + "0".repeat(64));
        try (BuildMapOperation operation = new BuildMapOperation(
                request,
                new OperationRun<>(
                        new RunIdentity("run", "controller", "job/1"),
                        new OperationJournal<>(state, saved -> {}, new TrialLog(), Clock.systemUTC()),
                        null,
                        null,
                        ProxySelector.of(null)),
                KeyVault.inMemory())) {
            return operation.snapshot().getOutputs().get("imageUri");
        }
    }

    @Test
    void theCommitThatWasFoundOutOnceIsTheOneAfterARestart() throws Exception {
        assertFalse(state.isDecided());
        String before = imageUri(request().withCommit(COMMIT), state);
        BuildMapState after = Serialized.copy(state);

        assertTrue(after.isDecided());
        assertEquals("registry.example/team/app:" + COMMIT, before);
        assertEquals(before, imageUri(request(), after), "The other process did not look for a commit");
        assertEquals(before, imageUri(request().withCommit("f".repeat(40)), after), "The checkout has moved on");
    }

    @Test
    void thatThereIsNoCommitIsADecisionToo() throws Exception {
        String before = imageUri(request(), state);

        assertEquals("registry.example/team/app:latest", before);
        assertEquals(before, imageUri(request().withCommit(COMMIT), Serialized.copy(state)));
    }

    @Test
    void tagsThatWereGivenStay() throws Exception {
        BuildMapRequest request = BuildMapRequest.of(VALUES.with(TAGS, List.of("2.1", "stable")), Map.of());

        assertEquals("registry.example/team/app:2.1", imageUri(request, state));
        assertEquals("registry.example/team/app:2.1", imageUri(request, Serialized.copy(state)));
    }
}
