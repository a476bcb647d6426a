package io.jenkins.plugins.monai.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSourceTreeTest {

    @TempDir
    Path dir;

    private Path root;
    private LocalSourceTree tree;

    @BeforeEach
    void plant() throws IOException {
        root = Files.createDirectories(dir.resolve("workspace"));
        write("app/b.py", "b");
        write("app/a.py", "aa");
        write("app/sub/run.sh", "#!/bin/sh");
        Files.setPosixFilePermissions(root.resolve("app/sub/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write(".git/config", "token");
        write("app/submodule/.git", "gitdir: ../../.git/modules/x");
        write("app/submodule/.git.py", "no repository");
        Files.writeString(dir.resolve("secret"), "secret");
        tree = new LocalSourceTree(root);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> paths(String path) throws IOException {
        return tree.files(path).stream().map(SourceFile::path).toList();
    }

    @Test
    void listsRegularFilesSorted() throws IOException {
        assertEquals(
                List.of(
                        new SourceFile("app/a.py", 2, false),
                        new SourceFile("app/b.py", 1, false),
                        new SourceFile("app/sub/run.sh", 9, true),
                        new SourceFile("app/submodule/.git.py", 13, false)),
                tree.files("app"));
        assertEquals(tree.files("app"), tree.files("./app/"));
        assertEquals(tree.files("app"), tree.files("."));
        assertEquals(tree.files("app"), tree.files(""));
        assertEquals(List.of(new SourceFile("app/a.py", 2, false)), tree.files("app/a.py"));
    }

    @Test
    void tellsWhatStandsWhere() throws IOException {
        assertEquals(SourceTree.Kind.DIRECTORY, tree.kind("app"));
        assertEquals(SourceTree.Kind.DIRECTORY, tree.kind(""));
        assertEquals(SourceTree.Kind.FILE, tree.kind("app/sub/run.sh"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/c.py"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/a.py/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../secret", "app/../../secret", "/etc/passwd", "app/..", "a\0b"})
    void pathsThatLeaveTheTreeAreOutside(String path) throws IOException {
        assertEquals(SourceTree.Kind.OUTSIDE, tree.kind(path));
        assertThrows(IOException.class, () -> tree.files(path));
        assertThrows(IOException.class, () -> tree.open(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".git/config", "app/submodule/.git"})
    void versionControlIsNotThere(String path) throws IOException {
        assertEquals(SourceTree.Kind.MISSING, tree.kind(path));
        assertThrows(IOException.class, () -> tree.files(path));
        assertThrows(IOException.class, () -> tree.open(path));
    }

    @Test
    void linksThatLeaveTheTreeAreOutsideAndLeftOut() throws IOException {
        Files.createSymbolicLink(root.resolve("app/out"), dir.resolve("secret"));
        Files.createSymbolicLink(root.resolve("app/outfolder"), dir);
        Files.createSymbolicLink(root.resolve("app/repository"), root.resolve(".git"));
        Files.createSymbolicLink(root.resolve("app/token"), root.resolve(".git/config"));
        assertEquals(SourceTree.Kind.OUTSIDE, tree.kind("app/out"));
        assertEquals(SourceTree.Kind.OUTSIDE, tree.kind("app/outfolder"));
        assertEquals(SourceTree.Kind.OUTSIDE, tree.kind("app/outfolder/secret"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/repository"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/token"));
        assertThrows(IOException.class, () -> tree.open("app/out"));
        assertThrows(IOException.class, () -> tree.open("app/outfolder/secret"));
        assertThrows(IOException.class, () -> tree.open("app/token"));
        assertEquals(4, paths("app").size());
    }

    @Test
    void linksThatStayInsideAreFollowed() throws IOException {
        Files.createSymbolicLink(root.resolve("app/copy.py"), Path.of("a.py"));
        Files.createSymbolicLink(root.resolve("linked"), Path.of("app/sub"));
        assertEquals(
                new SourceFile("app/copy.py", 2, false),
                tree.files("app/copy.py").get(0));
        assertEquals(List.of(new SourceFile("linked/run.sh", 9, true)), tree.files("linked"));
        assertTrue(paths("").contains("linked/run.sh"));
        try (InputStream in = tree.open("linked/run.sh")) {
            assertEquals("#!/bin/sh", new String(in.readAllBytes()));
        }
    }

    @Test
    void brokenLinksAndLoopsAreLeftOut() throws IOException {
        Files.createSymbolicLink(root.resolve("app/broken"), Path.of("nothing"));
        Files.createSymbolicLink(root.resolve("app/loop"), Path.of("."));
        Files.createSymbolicLink(root.resolve("app/self"), Path.of("self"));
        assertEquals(4, paths("app").size());
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/broken"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/self"));
    }

    @Test
    void whatIsNoRegularFileIsLeftOut() throws Exception {
        int made = new ProcessBuilder("mkfifo", root.resolve("app/fifo").toString())
                .start()
                .waitFor();
        assumeTrue(made == 0, "SKIPPED: no mkfifo here");
        assertEquals(4, paths("app").size());
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/fifo"));
    }

    @Test
    void strangeNamesAreKept() throws IOException {
        assumeTrue(
                "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")),
                "SKIPPED: Java was started without a UTF-8 locale");
        List<String> names = List.of("app/- -x", "app/a b\nc'\"$(d)", "app/größe 脾臓 🫀");
        for (String name : names) {
            write(name, "x");
        }
        assertTrue(paths("app").containsAll(names));
        try (InputStream in = tree.open(names.get(1))) {
            assertEquals("x", new String(in.readAllBytes()));
        }
    }

    @Test
    void aMissingRootIsAnError() throws IOException {
        assertThrows(IOException.class, () -> new LocalSourceTree(root.resolve("nothing")));
        assertThrows(IOException.class, () -> new LocalSourceTree(root.resolve("app/a.py")));
    }
}
