package io.jenkins.plugins.monai.engine.inference.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.operation.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalPhasesTest {

    @Test
    void anAbortPromisesNoCleanUp() {
        List<? extends Phase<?>> all = RemovalPhases.all();
        assertEquals(
                "What is removed stays removed; run it again to remove the rest",
                all.get(all.size() - 1).afterAbort());
    }
}
