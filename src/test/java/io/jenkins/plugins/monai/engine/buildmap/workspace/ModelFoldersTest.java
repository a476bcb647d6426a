package io.jenkins.plugins.monai.engine.buildmap.workspace;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.ModelEntry;
import io.jenkins.plugins.monai.engine.buildmap.build.TinyApplication;
import io.jenkins.plugins.monai.engine.buildmap.build.TrialLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which name and folder each model gets, and that it is said. */
class ModelFoldersTest {

    @TempDir
    Path folder;

    private final TrialLog log = new TrialLog();
    private TinyApplication application;

    @BeforeEach
    void workspace() throws IOException {
        application = TinyApplication.in(Files.createDirectory(folder.resolve("workspace")))
                .file("zoo/liver/model.ts", "weights")
                .file("zoo/spleen/model.ts", "weights")
                .file("flat/one.ts", "weights")
                .file("flat/two.onnx", "weights")
                .file("flat/README.md", "what they are")
                .file("bundle/model.ts", "weights")
                .file("bundle/metadata.json", "{}")
                .file("run=1/model.ts", "weights");
    }

    private Map<String, String> models(String... given) throws OperationException, IOException {
        SourceTree source = new LocalSourceTree(application.workspace());
        BuildMapRequest request = BuildMapRequest.of(
                Values.none()
                        .with(REGION, "eu-central-1")
                        .with(APP, TinyApplication.APP)
                        .with(REPOSITORY, "tiny")
                        .with(MODELS, List.of(given)),
                Map.of());
        ApplicationInputs inputs = ApplicationInputs.find(request, source);
        WorkspaceCheck.check(inputs, source, 8, log);
        return inputs.models();
    }

    private void assertTold(String line) {
        assertTrue(log.lines().stream().anyMatch(told -> told.contains(line)), line + " in " + log);
    }

    @Test
    void namesAreThoseOfTheFilesAndFoldersOrThoseGiven() throws Exception {
        assertEquals(
                Map.of("liver", "zoo/liver/model.ts", "spleen", "zoo/spleen", "one", "flat/one.ts"),
                models("liver=zoo/liver/model.ts", " spleen = ./zoo/spleen/", "flat/one.ts"));
        assertTold("Model 'liver': zoo/liver/model.ts, in /opt/holoscan/models/liver/");
        assertTold("Model 'spleen': 1 file(s) of zoo/spleen, in /opt/holoscan/models/spleen/");
        assertTold("models.get(NAME) finds liver, spleen, one");
    }

    @Test
    void aPathMayHaveAnEqualsSign() throws Exception {
        assertEquals(Map.of("first", "run=1/model.ts"), models("first=run=1/model.ts"));
        assertEquals(Map.of("model", "run=1/model.ts"), models("./run=1/model.ts"));
    }

    @Test
    void twoOfOneNameAreRefusedWithNames() {
        OperationException e =
                assertThrows(OperationException.class, () -> models("zoo/liver/model.ts", "zoo/spleen/model.ts"));
        assertTrue(e.problem().contains("'zoo/liver/model.ts' and 'zoo/spleen/model.ts'"), e.getMessage());
        assertTrue(e.remedy().contains("['liver=zoo/liver/model.ts', 'spleen=zoo/spleen/model.ts']"), e.getMessage());
        OperationException flat =
                assertThrows(OperationException.class, () -> models("one=flat/one.ts", "flat/one.ts"));
        assertTrue(flat.remedy().contains("['one-1=flat/one.ts', 'one-2=flat/one.ts']"), flat.getMessage());
    }

    @Test
    void aFolderOfModelsIsToldToBecomeOne() throws Exception {
        models("zoo");
        assertTold("'zoo' holds 2 folders and becomes one model, 'zoo'; for a model of each write models: ['zoo/liver',"
                + " 'zoo/spleen']");
        assertTold("finds no model by its name");
        models("flat");
        assertTold("'flat' holds 2 files with weights and becomes one model, 'flat'; for a model of each write models:"
                + " ['flat/one.ts', 'flat/two.onnx']");
    }

    @Test
    void aBundleIsOneModelAndNothingIsSuggested() throws Exception {
        models("bundle");
        assertFalse(log.toString().contains("becomes one model"), log::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=zoo", "liver=", "my liver=zoo", ".liver=zoo", "l\u00e9ber=zoo"})
    void entriesThatCannotBeAreRefusedWithoutAWorkspace(String entry) {
        OperationException e = assertThrows(OperationException.class, () -> ModelEntry.check(entry));
        assertTrue(e.remedy().contains("models"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"zoo, '', zoo", "a=b, a, b", "a/b=c, '', a/b=c", "./a=b, '', ./a=b", "a=b=c, a, b=c"})
    void entriesAreReadAsNameAndPath(String entry, String name, String path) throws Exception {
        ModelEntry.check(entry);
        assertEquals(new ModelEntry(name, path), ModelEntry.of(entry));
    }
}
