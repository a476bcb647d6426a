package io.jenkins.plugins.monai.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.GeneratedFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPlanTest {

    private final MemoryTree tree = new MemoryTree()
            .with("app/a", new byte[1])
            .with("app/b/c", new byte[2])
            .with("model", new byte[3]);

    private static List<String> places(UploadPlan plan, MemoryTree tree) throws Exception {
        return plan.resolve(tree).stream().map(UploadFile::place).toList();
    }

    @Test
    void foldersAreUnfolded() throws Exception {
        UploadPlan plan =
                UploadPlan.builder().source("app", "x/y").source("model", "z").build();
        assertEquals(List.of("x/y/a", "x/y/b/c", "z"), places(plan, tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../x", "a//b", "a/", "./a", "a/.", "a\0b"})
    void nothingLeavesTheFolder(String destination) {
        assertThrows(IllegalArgumentException.class, () -> UploadPlan.builder().source("app", destination));
        assertThrows(
                IllegalArgumentException.class,
                () -> UploadPlan.builder().generated(List.of(new GeneratedFile(destination, "", false))));
    }

    @Test
    void twoFilesInOnePlaceAreAnError() {
        assertThrows(
                IllegalArgumentException.class,
                () -> UploadPlan.builder().source("app", "x").source("model", "x"));
        UploadPlan same = UploadPlan.builder()
                .source("app", "x")
                .generated(List.of(new GeneratedFile("x/a", "", false)))
                .build();
        assertTrue(assertThrows(OperationException.class, () -> same.resolve(tree))
                .problem()
                .contains("'x/a'"));
        UploadPlan fileAndFolder =
                UploadPlan.builder().source("app", "x").source("model", "x/a/m").build();
        assertTrue(assertThrows(OperationException.class, () -> fileAndFolder.resolve(tree))
                .problem()
                .contains("'x/a'"));
    }

    @Test
    void aNameThatCannotBeComparedIsAnError() {
        tree.with("odd/name\r", new byte[0]);
        UploadPlan odd = UploadPlan.builder().source("odd", "odd").build();
        assertTrue(assertThrows(OperationException.class, () -> odd.resolve(tree))
                .problem()
                .contains("'odd/name' ends with a carriage return"));
    }

    @Test
    void aSourceThatIsNotThereIsNamed() {
        UploadPlan missing = UploadPlan.builder().source("nothing", "x").build();
        assertTrue(assertThrows(OperationException.class, () -> missing.resolve(tree))
                .problem()
                .contains("'nothing' is not in the workspace"));
        UploadPlan outside = UploadPlan.builder().source("../x", "x").build();
        assertTrue(assertThrows(OperationException.class, () -> outside.resolve(tree))
                .problem()
                .contains("outside the workspace"));
    }
}
