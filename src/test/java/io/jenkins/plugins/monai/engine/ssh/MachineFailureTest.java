package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineFailureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tar: model: Cannot write: No space left on device",
                "tar: model: Wrote only 4608 of 10240 bytes",
                "mkdir: cannot create directory: Disk quota exceeded"
            })
    void aFullDiskAsksForALargerVolume(String stderr) {
        OperationException e =
                MachineFailure.of("It failed", new RemoteShell.Result(2, "", stderr + "\n"), "Try again");
        assertEquals("It failed (exit code 2: " + stderr + ")", e.problem());
        assertTrue(e.remedy().contains("volumeGiB"));
    }

    @Test
    void anythingElseHasTheRemedyGiven() {
        OperationException e = MachineFailure.of("It failed", new RemoteShell.Result(1, "out\n", ""), "Try again");
        assertEquals("It failed (exit code 1: out). Try again.", e.getMessage());
        assertEquals(
                "It failed (exit code 3)",
                MachineFailure.of("It failed", new RemoteShell.Result(3, "", " "), "Try again")
                        .problem());
    }

    @Test
    void onlyTheEndOfALongOutputIsShown() {
        OperationException e =
                MachineFailure.of("It failed", new RemoteShell.Result(1, "", "x".repeat(9999) + "end"), "Try again");
        assertTrue(e.problem().length() < 600);
        assertTrue(e.problem().endsWith("end)"));
    }
}
