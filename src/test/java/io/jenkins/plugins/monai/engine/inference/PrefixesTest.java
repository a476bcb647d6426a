package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FAILED_PREFIX;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INFERRED_PREFIX;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INPUT_PREFIX;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.LEDGER_PREFIX;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.RESULTS_PREFIX;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixesTest {

    @Test
    void theDefaultsDoNotOverlap() {
        assertDoesNotThrow(() -> Prefixes.of(Values.none()).check());
        assertEquals("input/", Prefixes.of(Values.none()).input());
        assertEquals(".monai/install/", Prefixes.of(Values.none()).installation());
    }

    @Test
    void aSlashAtTheEndIsAddedSoThatInputAndInputsAreNotTheSame() {
        Prefixes prefixes =
                Prefixes.of(Values.none().with(INPUT_PREFIX, "in").with(RESULTS_PREFIX, "inferred-results"));
        assertEquals("in/", prefixes.input());
        assertDoesNotThrow(() -> prefixes.check());
    }

    @ParameterizedTest
    @CsvSource({
        "input/,input/results/,inferred/,failed/,.monai/",
        "input/,results/,input/done/,failed/,.monai/",
        "input/,results/,inferred/,input/failed/,.monai/",
        "input/,results/,inferred/,failed/,input/.monai/",
        "a/b/,a/,inferred/,failed/,.monai/",
        "input/,same/,same/,failed/,.monai/",
        "input/,results/,inferred/,failed/,results/ledger/",
    })
    void oneInTheOtherIsRefused(String input, String results, String inferred, String failed, String ledger) {
        OperationException refused = assertThrows(
                OperationException.class,
                () -> Prefixes.of(Values.none()
                                .with(INPUT_PREFIX, input)
                                .with(RESULTS_PREFIX, results)
                                .with(INFERRED_PREFIX, inferred)
                                .with(FAILED_PREFIX, failed)
                                .with(LEDGER_PREFIX, ledger))
                        .check());
        assertTrue(refused.problem().contains("Prefix"), refused.problem());
        assertTrue(refused.remedy().contains("again and again"), refused.remedy());
    }

    @Test
    void onePrefixIsToldOnlyOfWhatConcernsIt() {
        Prefixes prefixes = Prefixes.of(Values.none()
                .with(INPUT_PREFIX, "input/")
                .with(RESULTS_PREFIX, "input/results/")
                .with(FAILED_PREFIX, "/failed"));
        for (String concerned : new String[] {"inputPrefix", "resultsPrefix", "failedPrefix"}) {
            OperationException refused = assertThrows(OperationException.class, () -> prefixes.check(concerned));
            assertTrue(refused.problem().contains(concerned), refused.problem());
        }
        assertDoesNotThrow(() -> prefixes.check("inferredPrefix"));
        assertDoesNotThrow(() -> prefixes.check("ledgerPrefix"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/input", "", "a//b", "../x", "a/./b", "a\nb", "a/../b"})
    void whatIsNoFolderIsRefused(String prefix) {
        OperationException refused = assertThrows(
                OperationException.class,
                () -> Prefixes.of(Values.none().with(INPUT_PREFIX, prefix)).check());
        assertTrue(refused.problem().contains("inputPrefix"), refused.problem());
    }

    @Test
    void aStudysOwnPathMustHaveRoom() {
        assertThrows(
                OperationException.class,
                () -> Prefixes.of(Values.none().with(INPUT_PREFIX, "é".repeat(128)))
                        .check());
        assertDoesNotThrow(() ->
                Prefixes.of(Values.none().with(INPUT_PREFIX, "e".repeat(128))).check());
    }
}
