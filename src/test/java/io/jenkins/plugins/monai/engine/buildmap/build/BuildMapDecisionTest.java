package io.jenkins.plugins.monai.engine.buildmap.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run decided at its beginning holds for every process that goes on with it. */
class BuildMapDecisionTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final BuildMapState state = new BuildMapState("run", 0);

    private static BuildMapRequest.Builder request() {
        return BuildMapRequest.builder().region("eu-west-1").app("app").repository("team/app");
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
                        ProxySelector.of(null)))) {
            return operation.snapshot().getOutputs().get("imageUri");
        }
    }

    @Test
    void theCommitThatWasFoundOutOnceIsTheOneAfterARestart() throws Exception {
        assertFalse(state.isDecided());
        String before = imageUri(request().commit(COMMIT).build(), state);
        BuildMapState after = Serialized.copy(state);

        assertTrue(after.isDecided());
        assertEquals("registry.example/team/app:" + COMMIT, before);
        assertEquals(before, imageUri(request().build(), after), "The other process did not look for a commit");
        assertEquals(before, imageUri(request().commit("f".repeat(40)).build(), after), "The checkout has moved on");
    }

    @Test
    void thatThereIsNoCommitIsADecisionToo() throws Exception {
        String before = imageUri(request().build(), state);

        assertEquals("registry.example/team/app:latest", before);
        assertEquals(before, imageUri(request().commit(COMMIT).build(), Serialized.copy(state)));
    }

    @Test
    void tagsThatWereGivenStay() throws Exception {
        BuildMapRequest request = request().tags(List.of("2.1", "stable")).build();

        assertEquals("registry.example/team/app:2.1", imageUri(request, state));
        assertEquals("registry.example/team/app:2.1", imageUri(request, Serialized.copy(state)));
    }
}
