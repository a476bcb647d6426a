package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapDescriptionTest {

    private static final String LINE = "Spleen 1.0 (sha256:abababababab)";

    @Test
    void titleVersionAndDigestAreSaid() throws Exception {
        SampleOperation operation = new SampleOperation("run").advanceUntilAfter("CLEANUP");
        String line =
                MapDescription.line(operation.snapshot(), operation.snapshot().getOutputs());
        assertTrue(line.endsWith(" (sha256:abababababab)"), line);
        assertTrue(line.startsWith(MapTitle.of(operation.snapshot().getVerification())), line);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aBuildWithoutOneGetsADescription(String current) {
        assertEquals(Optional.of(LINE), MapDescription.next(current, null, LINE));
    }

    @Test
    void aPersonsWordsStay() {
        assertEquals(Optional.empty(), MapDescription.next("release candidate", null, LINE));
        assertEquals(Optional.empty(), MapDescription.next(LINE + ", approved", LINE, "Lung 2 (sha256:cdcdcdcdcdcd)"));
    }

    @Test
    void oneThatAPersonTookAwayDoesNotComeBack() {
        assertEquals(Optional.empty(), MapDescription.next("", LINE, LINE));
        assertEquals(Optional.empty(), MapDescription.next(null, LINE, "Lung 2 (sha256:cdcdcdcdcdcd)"));
    }

    @Test
    void theSecondMapOfABuildIsAdded() {
        assertEquals(
                Optional.of(LINE + "; Lung 2 (sha256:cdcdcdcdcdcd)"),
                MapDescription.next(LINE, LINE, "Lung 2 (sha256:cdcdcdcdcdcd)"));
    }

    @Test
    void aResumedBuildDoesNotSayItTwice() {
        assertEquals(Optional.empty(), MapDescription.next(LINE, LINE, LINE));
    }
}
