package io.jenkins.plugins.monai.signatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The signatures that the build from Maven Central compiles against, against the classes they stand for. A signature
 * that is wrong compiles there and fails in a controller.
 */
class SignaturesJenkinsTest {

    @TempDir
    Path folder;

    @Test
    void theSignaturesAreThoseOfJenkins() throws Exception {
        List<String> differences = new ArrayList<>();
        try (Signatures signatures = Signatures.compile(folder, new ArrayList<>())) {
            List<Class<?>> types = signatures.types();
            assertFalse(types.isEmpty());
            for (Class<?> type : types) {
                differences.addAll(Comparison.differences(type, SignaturesJenkinsTest.class.getClassLoader()));
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void noValueIsCopiedFromThem() throws Exception {
        List<String> constants = new ArrayList<>();
        Signatures.compile(folder, constants).close();
        assertEquals(List.of(), constants);
    }
}
