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
import io.jenkins.plugins.monai.engine.buildmap.build.TinyApplication;
import io.jenkins.plugins.monai.engine.buildmap.build.TrialLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not really there is refused by its name, and nothing is left out without a word. */
class WorkspaceCheckTest {

    private static final String LFS = "version https://git-lfs.github.com/spec/v1\n"
            + "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    private static final String ANNEX = "/annex/objects/SHA256E-s5--4d7a.ts\n";
    private static final String DVC = "outs:\n- md5: a304afb96060aad90176268345e10355\n  path: model.ts\n";

    @TempDir
    Path folder;

    private TinyApplication application;
    private final TrialLog log = new TrialLog();
    private int volumeGiB = 150;

    @BeforeEach
    void workspace() throws IOException {
        application = TinyApplication.in(Files.createDirectory(folder.resolve("workspace")));
    }

    private void check(String... models) throws OperationException, IOException {
        SourceTree source = new LocalSourceTree(application.workspace());
        BuildMapRequest request = BuildMapRequest.of(
                Values.none()
                        .with(REGION, "eu-central-1")
                        .with(APP, TinyApplication.APP)
                        .with(REPOSITORY, "tiny")
                        .with(MODELS, List.of(models)),
                Map.of());
        WorkspaceCheck.check(ApplicationInputs.find(request, source), source, volumeGiB, log);
    }

    private OperationException refused(String... models) {
        return assertThrows(OperationException.class, () -> check(models), log::toString);
    }

    private static void assertSays(OperationException e, String problem, String remedy) {
        assertTrue(e.problem().contains(problem), e.getMessage());
        assertTrue(e.remedy().contains(remedy), e.getMessage());
    }

    private void link(String path, String target) throws IOException {
        Path link = application.workspace().resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    static Stream<Arguments> stubs() {
        return Stream.of(
                Arguments.of(LFS, "is a pointer of Git LFS", "extensions: [lfs()]"),
                Arguments.of(ANNEX, "is a pointer of git-annex", "git annex get"));
    }

    @ParameterizedTest
    @MethodSource("stubs")
    void aPointerIsRefusedAsModelInAModelAndInTheApplication(String text, String what, String remedy)
            throws IOException {
        application.file("models/spleen.ts", text);
        assertSays(refused("models/spleen.ts"), "'models' names is not all there: 'models/spleen.ts' " + what, remedy);
        application.file("models/liver/deep/model.ts", text);
        assertSays(refused("models/liver"), "'models/liver/deep/model.ts' " + what, remedy);
        application.file("app/atlas.nii", text);
        assertSays(refused(), "'app' names is not all there: 'app/atlas.nii' " + what, remedy);
    }

    @Test
    void anAppYamlOrARequirementsFileThatIsAPointerIsRefused() throws IOException {
        application.file("app/requirements.txt", LFS);
        assertSays(refused(), "'app/requirements.txt' is a pointer of Git LFS", "git lfs pull");
    }

    @Test
    void whatDvcHasNotFetchedIsRefused() throws Exception {
        application.file("models/liver/model.ts.dvc", DVC);
        assertSays(refused("models/liver/model.ts"), "'models/liver/model.ts' is missing and kept by DVC", "dvc pull");
        assertSays(refused("models/liver"), "'models/liver/model.ts' is missing and kept by DVC", "dvc pull");
        assertSays(refused("models/liver/model.ts.dvc"), "is DVC's record of a file", "dvc pull");
        application.file("models/liver/model.ts", "weights");
        check("models/liver");
        application.file("app/atlas.dvc", "wdir: ../data\nouts:\n- md5: a304\n  path: 'atlas one'\n");
        assertSays(refused(), "'data/atlas one' is missing and kept by DVC ('app/atlas.dvc')", "dvc pull");
        application.file("data/atlas one", "x");
        check();
    }

    @Test
    void aFolderThatDvcKeepsIsRefusedByTheNameOfItsRecord() throws Exception {
        application.file("weights.dvc", "outs:\n- md5: a.dir\n  path: weights\n");
        assertSays(refused("weights/spleen"), "kept by DVC ('weights.dvc')", "dvc pull");
        application.file("dvc.lock", "stages:\n  train:\n    outs:\n    - path: trained/model.ts\n      md5: a\n");
        assertSays(refused("trained/model.ts"), "kept by DVC ('dvc.lock')", "dvc pull");
        assertSays(refused("other/model.ts"), "'other/model.ts' does not exist", "models");
    }

    @Test
    void aLockedFileOfGitAnnexIsRefusedUntilItIsFetched() throws Exception {
        String object = ".git/annex/objects/Kw/Z1/SHA256E-s7--1.ts/SHA256E-s7--1.ts";
        link("models/spleen/model.ts", "../../" + object);
        assertSays(refused("models/spleen"), "'models/spleen/model.ts' is a file of git-annex", "git annex get");
        assertSays(refused("models/spleen/model.ts"), "is a file of git-annex", "git annex get");
        application.file(object, "weights");
        check("models/spleen");
    }

    @Test
    void emptyModelsAreRefused() throws Exception {
        application.file("models/spleen.ts", "");
        assertSays(refused("models/spleen.ts"), "'models/spleen.ts' has 0 bytes", "models");
        application.file("models/liver/model.onnx", "").file("models/liver/config.json", "{}");
        assertSays(refused("models/liver"), "'models/liver/model.onnx' has 0 bytes", "models");
        application.file("models/nothing/weights", "").file("models/nothing/.gitkeep", "");
        assertSays(refused("models/nothing"), "'models/nothing/weights' has 0 bytes", "models");
    }

    @Test
    void filesThatAreEmptyOnPurposeAreTold() throws Exception {
        application
                .file("app/__init__.py", "")
                .file("models/bundle/__init__.py", "")
                .file("models/bundle/1/.gitkeep", "")
                .file("models/bundle/model.ts", "weights");
        check("models/bundle");
        assertTrue(log.toString().contains("'models/bundle/__init__.py' has 0 bytes"), log::toString);
        assertFalse(log.toString().contains("'app/__init__.py'"), log::toString);
    }

    @Test
    void linksOfAModelThatLeadNowhereOrOutAreRefused() throws Exception {
        Files.writeString(folder.resolve("outside.ts"), "weights");
        application.file("models/a/config.json", "{}").file("models/b/config.json", "{}");
        link("models/a/model.ts", "../gone.ts");
        link("models/b/model.ts", "../../../outside.ts");
        assertSays(refused("models/a"), "'models/a/model.ts' is a link to something that is not there", "link");
        assertSays(refused("models/b"), "'models/b/model.ts' is a link out of the workspace", "itself");
    }

    @Test
    void aModelsSubmoduleThatWasNotCheckedOutIsRefused() throws Exception {
        application.file(".gitmodules", "[submodule \"m\"]\n\tpath = models/zoo\n\turl = x\n");
        Files.createDirectories(application.workspace().resolve("models/zoo"));
        assertSays(refused("models/zoo"), "'models/zoo' is a Git submodule", "submodule update --init");
    }

    @Test
    void whatIsLeftOutOfTheApplicationIsTold() throws Exception {
        application.file("app/.git", "gitdir: x");
        link("app/broken", "nothing");
        link("app/out", "../../..");
        check();
        assertTrue(log.toString().contains("Not sent: 'app/.git' belongs to version control"), log::toString);
        assertTrue(log.toString().contains("Not sent: 'app/broken' is a link to something"), log::toString);
        assertTrue(log.toString().contains("Not sent: 'app/out' is a link out of the workspace"), log::toString);
        assertTrue(log.toString().contains("To be sent: 3 files, 0."), log::toString);
    }

    @Test
    void manyAreNamedUpToACount() throws Exception {
        for (int i = 0; i < 50; i++) {
            link("app/broken" + i, "nothing");
            application.file("models/many/m%02d.ts".formatted(i), LFS);
        }
        check();
        assertEquals(
                20, log.lines().stream().filter(l -> l.contains("Not sent: ")).count());
        assertTrue(log.toString().contains("... and 30 more"), log::toString);
        OperationException e = refused("models/many");
        assertTrue(
                e.problem().endsWith("'models/many/m04.ts' is a pointer of Git LFS, not the file; and 45 more"),
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pointers of Git LFS begin with version https://git-lfs.github.com/spec/v1\n",
                "version https://git-lfs.github.com/spec/v1 is the first line\nof a pointer\n",
                "{}",
                "1.5\n"
            })
    void smallTextsAreNoPointers(String text) throws Exception {
        application.file("app/README.md", text).file("models/threshold.json", text);
        check("models/threshold.json");
    }

    @Test
    void moreThanTheMachineHoldsIsRefused() throws Exception {
        Path large = application.workspace().resolve("models/weights/large.bin");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(9L << 30);
        }
        volumeGiB = 8;
        assertSays(refused("models/weights"), "are 9.7 GB, the machine's volume 8 GiB", "volumeGiB");
    }
}
