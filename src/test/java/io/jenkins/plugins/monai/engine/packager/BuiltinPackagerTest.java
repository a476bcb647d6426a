package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinPackagerTest {

    private final Packager packager = new BuiltinPackager();

    @Test
    void writesTheFilesOfACpuApplication() throws Exception {
        assertGolden("builtin-cpu", new Inputs().build());
    }

    @Test
    void writesTheFilesOfAGpuApplication() throws Exception {
        assertGolden(
                "builtin-gpu",
                new Inputs()
                        .gpu()
                        .entryPoint("run.py")
                        .models("spleen", "liver")
                        .pipPackages("numpy==2.2.6", "pydicom==3.0.2")
                        .baseImage("registry.example.org/python-cuda:1")
                        .build());
    }

    private void assertGolden(String folder, PackageInputs inputs) throws OperationException {
        Map<String, GeneratedFile> files = files(inputs);
        for (String path : List.of("map/Dockerfile", "map/app.json", "map/pkg.json")) {
            String golden = folder + path.substring(path.indexOf('/'));
            assertEquals(Bash.resource(golden), files.get(path).content(), golden);
        }
    }

    private Map<String, GeneratedFile> files(PackageInputs inputs) throws OperationException {
        return packager.files(inputs).stream().collect(Collectors.toMap(GeneratedFile::path, Function.identity()));
    }

    @Test
    void writesOneRequirementALine() throws Exception {
        Map<String, GeneratedFile> files =
                files(new Inputs().pipPackages("a==1", "b").build());
        assertEquals("a==1\nb\n", files.get("map/pip-packages.txt").content());
        assertFalse(files(new Inputs().build()).containsKey("map/pip-packages.txt"));
    }

    @Test
    void installsNothingWhereNothingIsRequired() throws Exception {
        String dockerfile = files(new Inputs().noRequirements().build())
                .get("map/Dockerfile")
                .content();
        assertFalse(dockerfile.contains("pip install"), dockerfile);
    }

    @Test
    void givesTheManifestAndTheLabelOneVersion() throws Exception {
        PackageInputs inputs = new Inputs().version("1.0").build();
        JsonNode app =
                new ObjectMapper().readTree(files(inputs).get("map/app.json").content());
        assertEquals("1.0.0", app.get("version").textValue());
        assertTrue(packager.script(inputs).contains("'org.opencontainers.image.version=1.0.0'"));
    }

    @Test
    void keepsTheLayersApartFromTitleAndRevision() throws Exception {
        assertEquals(
                files(new Inputs().title("One").build()).get("map/Dockerfile"),
                files(new Inputs().title("Another").build()).get("map/Dockerfile"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "1.0rc1", "1.2.3.4"})
    void refusesVersionsThatCannotBeSemantic(String version) {
        assertRefused(new Inputs().version(version), "config");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a b", "", ".hidden", "a\"b", "a*", "m\u00f6del"})
    void refusesModelNamesThatAreNoFolders(String model) {
        assertRefused(new Inputs().models(model), "models");
    }

    @Test
    void refusesTwoModelsOfOneName() {
        assertRefused(new Inputs().models("a", "a"), "models");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.sh", "../run.py", "a b.py", "-c.py", "sub/run.py"})
    void refusesEntryPointsOutsideTheApplication(String entryPoint) {
        assertRefused(new Inputs().entryPoint(entryPoint), "app ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nRUN b", "$(x)", "a@sha256:1"})
    void refusesBaseImagesThatAreNone(String baseImage) {
        assertRefused(new Inputs().baseImage(baseImage), "baseImage");
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, one",
        "cpu, -1",
        "cpu, 0",
        "memory, 0Gi",
        "gpu, 1.55",
        "memory, 1GB",
        "memory, 5",
        "sharedMemory, 1,5Gi",
        "fragments, 1"
    })
    void refusesResourcesThatNoRuntimeReads(String key, String value) {
        Object parsed = value.matches("-?[0-9.]+") ? (Object) Double.valueOf(value) : value;
        assertRefused(new Inputs().resources(Map.of(key, parsed)), "config");
    }

    private void assertRefused(Inputs inputs, String parameter) {
        OperationException e = assertThrows(OperationException.class, () -> packager.files(inputs.build()));
        assertTrue(e.remedy().contains(parameter), e.getMessage());
    }

    @Test
    void fillsInTheSpecificationsResources() throws Exception {
        PackageInputs inputs = new Inputs()
                .gpu()
                .resources(Map.of("memory", "2048MiB", "fragments", Map.of("f", Map.of("cpu", 0.5))))
                .build();
        JsonNode resources = new ObjectMapper()
                .readTree(files(inputs).get("map/pkg.json").content())
                .get("resources");
        assertEquals(new ObjectMapper().readTree("""
                                {"cpu": 1, "gpu": 1, "memory": "2048Mi", "sharedMemory": "64Mi",
                                 "fragments": {"f": {"cpu": 0.5}}}"""), resources);
    }
}
