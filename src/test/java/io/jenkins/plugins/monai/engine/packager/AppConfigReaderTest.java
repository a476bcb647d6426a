package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigReaderTest {

    @Test
    void readsWhatPackagingNeeds() throws Exception {
        AppConfig config = AppConfigReader.parse("""
                %YAML 1.2
                ---
                application:
                  title: MONAI Deploy App Package - MONAI Bundle AI App
                  version: 1.0
                  inputFormats: ["file"]
                  output-formats: ["screen", {type: file}]
                  pip-packages: ["numpy==2.2.6", pydicom]
                resources:
                  cpu: 1
                  memory: 1Gi
                  fragments: {one: {gpu: 1}}
                organ: spleen
                """, "app.yaml");
        assertEquals("MONAI Deploy App Package - MONAI Bundle AI App", config.title());
        assertEquals("1.0", config.version());
        assertEquals(List.of("file"), config.inputFormats());
        assertEquals(List.of("screen", Map.of("type", "file")), config.outputFormats());
        assertEquals(List.of("numpy==2.2.6", "pydicom"), config.pipPackages());
        assertEquals(
                Map.of("cpu", 1, "memory", "1Gi", "fragments", Map.of("one", Map.of("gpu", 1))), config.resources());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1.0", "2", "0x10", "1e3", "2024-01-05", "1_0", "'1.0'"})
    void keepsTheVersionAsItIsWritten(String version) throws Exception {
        AppConfig config = AppConfigReader.parse("application: {title: t, version: " + version + "}", "app.yaml");
        assertEquals(version.replace("'", ""), config.version());
        assertEquals(Map.of(), config.resources());
        assertEquals(List.of(), config.inputFormats());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                    | does not hold a mapping",
                "just text                                             | does not hold a mapping",
                "[application]                                         | does not hold a mapping",
                "resources: {}                                         | no mapping 'application'",
                "application: here                                     | no mapping 'application'",
                "application: {version: 1}                             | no 'application.title'",
                "application: {title: , version: 1}                    | no 'application.title'",
                "application: {title: ~, version: 1}                   | no 'application.title'",
                "application: {title: '  ', version: 1}                | 'application.title' must be",
                "application: {title: [a], version: 1}                 | (line 1): 'application.title' must be",
                "application: {title: \"a\\nb\", version: 1}           | 'application.title' must be",
                "application: {title: t}                               | no 'application.version'",
                "application: {title: t, version: {major: 1}}          | 'application.version' must be",
                "application: {title: t, version: 1, input-formats: 5} | 'application.input-formats' must be",
                "application: {title: t, version: 1, pip-packages: {}} | 'application.pip-packages' must be",
                "{application: {title: t, version: 1}, resources: 2}   | 'resources' must be",
                "application: {title: t, title: u, version: 1}         | found duplicate key title",
                "application: !!javax.script.ScriptEngineManager []    | no valid YAML (line 1)",
            })
    void refuses(String yaml, String problem) {
        OperationException e = assertThrows(
                OperationException.class, () -> AppConfigReader.parse(yaml == null ? "" : yaml, "conf/app.yaml"));
        assertTrue(e.problem().startsWith("conf/app.yaml"), e.problem());
        assertTrue(e.problem().contains(problem), e.problem());
        assertTrue(e.remedy().contains("config"), e.remedy());
    }

    @Test
    void namesTheLineOfInvalidYaml() {
        OperationException e = assertThrows(
                OperationException.class,
                () -> AppConfigReader.parse("application:\n  title: t\n   version: 1\n", "app.yaml"));
        assertTrue(e.problem().contains("no valid YAML (line 3)"), e.problem());
    }

    @Test
    void refusesManyDocuments() {
        assertThrows(
                OperationException.class,
                () -> AppConfigReader.parse("application: {title: t, version: 1}\n---\na: b\n", "app.yaml"));
    }

    @Test
    void refusesAliasesThatMultiply() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        yaml.append("application: {title: t, version: 1}\n");
        assertThrows(OperationException.class, () -> AppConfigReader.parse(yaml.toString(), "app.yaml"));
    }

    @Test
    void refusesAnAliasToItsOwnParent() {
        String yaml = "application: {title: t, version: 1}\nresources: &r {cpu: 1, again: *r}\n";
        OperationException e = assertThrows(OperationException.class, () -> AppConfigReader.parse(yaml, "app.yaml"));
        assertTrue(e.problem().contains("to what it is part of"), e.problem());
    }

    @Test
    void refusesDeepNesting() {
        String yaml =
                "application: {title: t, version: 1}\nresources: {a: " + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertThrows(OperationException.class, () -> AppConfigReader.parse(yaml, "app.yaml"));
    }

    @Test
    void refusesALargeFile() {
        byte[] content = new byte[AppConfigReader.MAX_SIZE + 1];
        java.util.Arrays.fill(content, (byte) '#');
        OperationException e = assertThrows(
                OperationException.class, () -> AppConfigReader.read(new ByteArrayInputStream(content), "app.yaml"));
        assertTrue(e.problem().contains("larger than 1024 KiB"), e.problem());
    }

    @Test
    void refusesOtherEncodings() {
        byte[] latin = "application: {title: Gef\u00e4\u00dfe, version: 1}".getBytes(StandardCharsets.ISO_8859_1);
        OperationException e = assertThrows(
                OperationException.class, () -> AppConfigReader.read(new ByteArrayInputStream(latin), "app.yaml"));
        assertTrue(e.problem().contains("UTF-8"), e.problem());
    }

    @Test
    void readsBytes() throws Exception {
        byte[] utf8 = "application: {title: Gef\u00e4\u00dfe, version: 1}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "Gef\u00e4\u00dfe",
                AppConfigReader.read(new ByteArrayInputStream(utf8), "app.yaml").title());
    }
}
