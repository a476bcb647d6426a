package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An app.yaml is bounded by what it expands to, not by what it is written in. */
class AppConfigExpansionTest {

    private static final String APPLICATION = "application: {title: t, version: 1}\n";

    private static void assertExpands(String yaml) {
        OperationException e = assertThrows(OperationException.class, () -> AppConfigReader.parse(yaml, "app.yaml"));
        assertTrue(e.problem().contains("aliases (*) that expand it to more than 4 million characters"), e.problem());
    }

    /** 18 aliases, below SnakeYAML's limit: 3^6 lists of 10,000 texts. */
    @Test
    void fewAliasesOfLongLists() {
        StringBuilder yaml = new StringBuilder(APPLICATION + "resources:\n  a0: &a0 [x" + ", x".repeat(9999) + "]\n");
        for (int i = 1; i <= 6; i++) {
            yaml.append("  a%d: &a%d [*a%d, *a%d, *a%d]%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertExpands(yaml.toString());
    }

    /** Aliases of texts are not limited by SnakeYAML at all. */
    @Test
    void manyAliasesOfALongText() {
        assertExpands(APPLICATION + "resources:\n  a: &a '" + "x".repeat(100_000) + "'\n  b: [*a" + ", *a".repeat(9999)
                + "]\n");
    }

    @Test
    void mergeKeysOfMergeKeys() {
        StringBuilder yaml = new StringBuilder(APPLICATION + "base: &m0 {");
        for (int i = 0; i < 20_000; i++) {
            yaml.append("k").append(i).append(": 1, ");
        }
        yaml.append("}\n");
        for (int i = 1; i <= 9; i++) {
            yaml.append("m%d: &m%d {<<: [*m%d, *m%d]}%n".formatted(i, i, i - 1, i - 1));
        }
        assertExpands(yaml.toString());
    }

    @Test
    void keysCountAsValuesDo() {
        StringBuilder yaml = new StringBuilder(APPLICATION + "a0: &a0 [x" + ", x".repeat(9999) + "]\n");
        for (int i = 1; i <= 6; i++) {
            yaml.append("a%d: &a%d {? *a%d : *a%d, b: *a%d}%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertExpands(yaml.toString());
    }

    @Test
    void aNumberWithoutEnd() {
        OperationException e = assertThrows(
                OperationException.class,
                () -> AppConfigReader.parse(
                        APPLICATION + "resources: {cpu: !!int " + "9".repeat(900_000) + "}", "app.yaml"));
        assertTrue(e.problem().contains("a number of more than 64 digits"), e.problem());
    }

    @Test
    void aliasesThatSaveWritingAreRead() throws Exception {
        AppConfig config = AppConfigReader.parse(
                "defaults: &d {cpu: 1, memory: 1Gi}\napplication: {title: t, version: 1}\n"
                        + "resources: {<<: *d, fragments: {one: *d, two: {<<: *d, cpu: 2}}}\n",
                "app.yaml");
        assertEquals(
                Map.of(
                        "cpu",
                        1,
                        "memory",
                        "1Gi",
                        "fragments",
                        Map.of("one", Map.of("cpu", 1, "memory", "1Gi"), "two", Map.of("cpu", 2, "memory", "1Gi"))),
                config.resources());
        assertEquals(List.of(), config.notes());
    }
}
