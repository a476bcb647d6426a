package io.jenkins.plugins.monai.engine.inference.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledSourcesTest {

    /** Git's index would be the measure; what Python leaves behind is not in it. */
    private static boolean isSource(Path path) {
        return Stream.of(path.toString().split("[/\\\\]")).noneMatch(p -> p.equals("__pycache__") || p.startsWith("."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "trigger", "runner"})
    void theProgramComesWithAllSourcesAndNothingElse(String folder) throws IOException {
        Path root = Path.of("lambda", folder);
        SortedMap<String, byte[]> bundled = BundledSources.folder(folder);
        List<String> expected;
        try (Stream<Path> walk = Files.walk(root)) {
            expected = walk.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(BundledSourcesTest::isSource)
                    .map(p -> p.toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
        assertEquals(expected, new ArrayList<>(bundled.keySet()));
        for (String path : expected) {
            assertArrayEquals(Files.readAllBytes(root.resolve(path)), bundled.get(path), path);
        }
    }

    @Test
    void theSameFilesAreTheSameArchiveInEveryTimeZone() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("b/ü.py", "b".getBytes());
        files.put("a.py", new byte[0]);
        byte[] one = ReproducibleZip.of(files);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            assertArrayEquals(one, ReproducibleZip.of(files));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void theArchiveIsReadByOthers() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("lambda_function.py", "x = 1\n".getBytes());
        files.put("shared/a.py", "y".getBytes());
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ReproducibleZip.of(files)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                assertArrayEquals(files.get(entry.getName()), zip.readAllBytes());
            }
        }
        assertEquals(List.of("lambda_function.py", "shared/a.py"), names);
    }

    @Test
    void theFunctionsEntryPointIsWhereItsHandlerSays() {
        assertTrue(BundledSources.folder("trigger").containsKey("lambda_function.py"));
        assertFalse(BundledSources.folder("shared").containsKey("lambda_function.py"));
    }
}
