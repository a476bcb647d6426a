package io.jenkins.plugins.monai.engine.inference;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixesTest {

    @Test
    void theDefaultsDoNotOverlap() {
        assertDoesNotThrow(() -> Prefixes.defaults().check());
        assertEquals("input/", Prefixes.defaults().input());
        assertEquals(".monai/install/", Prefixes.defaults().installation());
    }

    @Test
    void aSlashAtTheEndIsAddedSoThatInputAndInputsAreNotTheSame() {
        Prefixes prefixes = new Prefixes("in", "inferred-results", null, null, null);
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
                OperationException.class, () -> new Prefixes(input, results, inferred, failed, ledger).check());
        assertTrue(refused.problem().contains("Prefix"), refused.problem());
        assertTrue(refused.remedy().contains("again and again"), refused.remedy());
    }

    @Test
    void onePrefixIsToldOnlyOfWhatConcernsIt() {
        Prefixes prefixes = new Prefixes("input/", "input/results/", null, "/failed", null);
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
        OperationException refused =
                assertThrows(OperationException.class, () -> new Prefixes(prefix, null, null, null, null).check());
        assertTrue(refused.problem().contains("inputPrefix"), refused.problem());
    }

    @Test
    void aStudysOwnPathMustHaveRoom() {
        assertThrows(OperationException.class, () -> new Prefixes("é".repeat(128), null, null, null, null).check());
        assertDoesNotThrow(() -> new Prefixes("e".repeat(128), null, null, null, null).check());
    }
}
