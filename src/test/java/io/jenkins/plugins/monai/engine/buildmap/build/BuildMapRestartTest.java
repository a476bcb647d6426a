package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.HOST_KEY_STRATEGY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.operation.KilledLog.Killed;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.engine.ssh.ReadableKey;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that builds is killed, and another one goes on from what was saved last. */
@NeedsLab
class BuildMapRestartTest {

    /** At least one in each phase, in the order in which they come; where the line is told, the process dies. */
    private static final List<String> MOMENTS = List.of(
            "PREFLIGHT",
            "Acting as",
            "KEY",
            "lets in",
            "Launched ",
            "LAUNCH done",
            "WAIT_SSH",
            "The machine answers",
            "UPLOAD",
            "Upload: ",
            "UPLOAD done",
            "STEP 1/",
            "STEP 3/",
            "STEP 5/",
            "PACKAGE done",
            "REPOSITORY",
            "Made ",
            "PUSH",
            "Pushed ",
            "VERIFY",
            "VERIFY done",
            "CLEANUP",
            "machine i-",
            "CLEANUP done");

    @TempDir
    Path workspace;

    @TempDir
    Path disk;

    private final KeyVault vault = KeyVault.inMemory();
    private final List<String> deaths = new ArrayList<>();
    private final List<String> keySeenIn = new ArrayList<>();
    private Trial trial;
    private byte[] saved;

    @BeforeEach
    void prepare(Lab shared) throws IOException {
        shared.front().reset();
        TinyApplication.in(workspace);
        trial = Trial.of(shared, workspace).keys(vault).store(this::save);
        saved = Serialized.bytes(trial.state());
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private void save(BuildMapState state) throws IOException {
        saved = Serialized.bytes(state);
        Files.write(disk.resolve("state"), saved);
        Files.writeString(disk.resolve("log"), trial.log().toString());
        assertNoReadableKey();
    }

    private void assertNoReadableKey() throws IOException {
        Optional<byte[]> key = vault.get();
        if (key.isPresent()) {
            keySeenIn.add(trial.phase());
            assertEquals(List.of(), ReadableKey.of(key.get()).in(disk), trial::phase);
        }
    }

    private void dieAt(String line) {
        trial.log().when(line, () -> {
            deaths.add(line);
            throw new Killed();
        });
    }

    private BuildMapResult goOnUntilTheEnd() throws Exception {
        for (int processes = 0; ; processes++) {
            assertTrue(processes < 60, trial.log()::toString);
            try {
                return trial.succeeds();
            } catch (Killed e) {
                trial.takenOverWith(Serialized.state(saved));
            }
        }
    }

    private static Map<String, Integer> counted(List<String> lines) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        lines.stream()
                // A new upload tells of its own progress.
                .filter(l -> !l.startsWith("Upload: ") && !l.contains("waiting for"))
                .map(l -> l.replaceAll("\\d+\\.\\d s", "T s"))
                .forEach(l -> counts.merge(l, 1, Integer::sum));
        return counts;
    }

    @Test
    void killedInEachPhaseTheBuildIsWhatItWouldHaveBeen() throws Exception {
        trial.with(HOST_KEY_STRATEGY, "accept-new");
        MOMENTS.forEach(this::dieAt);
        BuildMapResult result = goOnUntilTheEnd();
        assertEquals(MOMENTS, deaths.stream().filter(MOMENTS::contains).toList(), trial.log()::toString);
        assertEquals(0, result.verification().getErrorCount());
        Map<String, Integer> lines = counted(trial.log().lines());
        for (Map.Entry<String, Integer> line : lines.entrySet()) {
            assertEquals(1, line.getValue(), line.getKey() + " in\n" + trial.log());
        }
        BuildMapOperation.phaseNames().forEach(phase -> assertNotNull(lines.get(phase + " done in T s"), phase));
        assertEquals(
                BuildMapOperation.phaseNames(),
                trial.state().getPhases().stream().map(PhaseRecord::getName).toList());
        // Each once although some were read twice.
        List<String> steps = trial.log().machineLines().stream()
                .filter(l -> l.startsWith("STEP "))
                .toList();
        assertFalse(steps.isEmpty());
        assertEquals(List.copyOf(new LinkedHashSet<>(steps)), steps);
        assertTrue(keySeenIn.containsAll(List.of("KEY", "LAUNCH", "UPLOAD", "PACKAGE", "PUSH", "VERIFY")));
        assertEquals(Optional.empty(), vault.get(), "the key goes with the run");
    }

    @Test
    void aKeyThatCannotBeReadIsNamedAndAllIsRemoved() throws Exception {
        trial.runUntilAfter("UPLOAD");
        trial.store(state -> {});
        vault.put("nonsense".getBytes(StandardCharsets.UTF_8));
        trial.takenOverWith(Serialized.state(saved));
        trial.failsIn("PACKAGE", "cannot be read: what was kept is no key", "'secrets'");
        assertEquals(Optional.empty(), vault.get());
    }

    /** The machine shows the key that was seen before the restart; whoever else answers there is refused. */
    @Test
    void theHostKeyOfTheConsoleHoldsAfterARestart() throws Exception {
        trial.with(HOST_KEY_STRATEGY, "console");
        dieAt("UPLOAD");
        try {
            trial.succeeds();
        } catch (Killed e) {
            BuildMapState state = Serialized.state(saved);
            assertNotNull(state.machine().hostKey());
            state.machine()
                    .pinHostKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE6s8tW3l0z1sQ0m2w2kH1g1m9v9b3Yp0b7mXo1m2Q3r");
            trial.takenOverWith(state);
        }
        trial.failsIn("UPLOAD", "host key");
    }

    /** What a crash leaves of an upload is in nobody's way. */
    @Test
    void aFileInTheWorkspaceThatIsReadWhileTheProcessDies() throws Exception {
        Files.write(workspace.resolve("models/weights/large.bin"), new byte[4_000_000]);
        dieAt("Upload: ");
        dieAt("UPLOAD done");
        BuildMapResult result = goOnUntilTheEnd();
        assertEquals(List.of("Upload: ", "UPLOAD done"), deaths);
        assertEquals(0, result.verification().getErrorCount());
    }
}
