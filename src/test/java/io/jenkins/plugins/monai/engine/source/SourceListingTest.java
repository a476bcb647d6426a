package io.jenkins.plugins.monai.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.source.LeftOut.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left out of a listing is named, and a walk ends however much its links multiply. */
class SourceListingTest {

    @TempDir
    Path dir;

    private Path root;
    private LocalSourceTree tree;

    @BeforeEach
    void plant() throws IOException {
        root = Files.createDirectories(dir.resolve("workspace"));
        write("app/a.py", "a");
        tree = new LocalSourceTree(root);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void link(String path, String target) throws IOException {
        Path link = root.resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private Map<String, Reason> leftOut(String path) throws IOException {
        return tree.list(path).leftOut().stream().collect(Collectors.toMap(LeftOut::path, LeftOut::reason));
    }

    @Test
    void namesWhatIsLeftOutAndWhy() throws IOException {
        Files.writeString(dir.resolve("secret"), "secret");
        write(".git/config", "token");
        write("app/lib/.git", "gitdir: ../../.git/modules/lib");
        link("app/broken", "nothing");
        link("app/self", "self");
        link("app/loop", ".");
        link("app/out", "../../secret");
        link("app/outfolder", "../..");
        link("app/token", "../.git/config");
        link("app/annexed", "../.git/annex/objects/Kw/Z1/SHA256E-s5--1.ts/SHA256E-s5--1.ts");
        assertEquals(
                Map.of(
                        "app/lib/.git", Reason.VERSION_CONTROL,
                        "app/broken", Reason.DANGLING,
                        "app/self", Reason.DANGLING,
                        "app/loop", Reason.LOOP,
                        "app/out", Reason.OUTSIDE,
                        "app/outfolder", Reason.OUTSIDE,
                        "app/token", Reason.VERSION_CONTROL,
                        "app/annexed", Reason.ANNEX),
                leftOut("app"));
        assertEquals(
                "'app/broken' is a link to something that is not there: nothing",
                tree.list("app").leftOut().get(1).sentence());
    }

    @Test
    void namesSpecialFiles() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("app/fifo").toString()).start();
        assumeTrue(mkfifo.waitFor() == 0, "SKIPPED: no mkfifo here");
        assertEquals(Map.of("app/fifo", Reason.SPECIAL), leftOut("app"));
        assertEquals(Reason.SPECIAL, tree.leftOut("app/fifo").orElseThrow().reason());
    }

    @Test
    void namesWhatStandsAtAPathThatIsMissing() throws IOException {
        link("app/broken", "nothing");
        link("app/annexed", "../.git/annex/objects/x/y");
        assertEquals(Reason.DANGLING, tree.leftOut("app/broken").orElseThrow().reason());
        assertEquals(Reason.ANNEX, tree.leftOut("app/annexed").orElseThrow().reason());
        assertTrue(tree.leftOut("app/nothing").isEmpty());
        assertTrue(tree.leftOut("app/a.py").isEmpty());
        assertTrue(tree.leftOut("../x").isEmpty());
    }

    @Test
    void whatGitAnnexFetchedIsAFileAndNothingElseOfTheRepositoryIs() throws IOException {
        String object = ".git/annex/objects/Kw/Z1/SHA256E-s7--1.ts/SHA256E-s7--1.ts";
        write(object, "weights");
        write(".git/annex/creds", "token");
        link("app/model.ts", "../" + object);
        link("app/creds", "../.git/annex/creds");
        assertEquals(Map.of("app/creds", Reason.VERSION_CONTROL), leftOut("app"));
        assertEquals(SourceTree.Kind.FILE, tree.kind("app/model.ts"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("app/creds"));
        try (InputStream in = tree.open("app/model.ts")) {
            assertEquals("weights", new String(in.readAllBytes()));
        }
    }

    @Test
    void namesSubmodulesThatWereNotCheckedOut() throws IOException {
        write(".gitmodules", """
                [submodule "lib"]
                \tpath = app/lib
                \turl = https://example.org/lib
                [submodule "there"]
                \tpath = app/there
                [submodule "elsewhere"]
                \tpath = other
                [submodule "evil"]
                \tpath = ../..
                """);
        Files.createDirectories(root.resolve("app/lib"));
        Files.createDirectories(root.resolve("other"));
        write("app/there/x.py", "x");
        assertEquals(Map.of("app/lib", Reason.SUBMODULE), leftOut("app"));
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        write("app/secret.py", "x");
        Files.setPosixFilePermissions(root.resolve("app/secret.py"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(root.resolve("app/secret.py")), "SKIPPED: root reads everything");
        IOException e = assertThrows(IOException.class, () -> tree.list("app"));
        assertTrue(e.getMessage().contains("app/secret.py cannot be read: permission denied"), e.getMessage());
    }

    /** 2^40 paths lead through 41 folders, of which only the last one has a file, or none has. */
    @Test
    void linksThatMultiplyEndAndAreNamed() throws IOException {
        for (int i = 0; i < 40; i++) {
            link("app/d" + i + "/one", "../d" + (i + 1));
            link("app/d" + i + "/two", "../d" + (i + 1));
        }
        Files.createDirectories(root.resolve("app/d40"));
        IOException e = assertThrows(IOException.class, () -> tree.list("app", 2000, System::nanoTime));
        assertTrue(e.getMessage().contains("more than 2000 files and folders in 'app'"), e.getMessage());
        assertTrue(e.getMessage().contains("links to folders multiply"), e.getMessage());
    }

    @Test
    void loopsThroughSeveralFoldersEnd() throws IOException {
        link("app/x/y", "../z");
        link("app/z/x", "../x");
        link("app/z/w", "../../app/z");
        write("app/z/b.py", "b");
        SourceListing listing = tree.list("app");
        assertEquals(
                List.of("app/a.py", "app/x/y/b.py", "app/z/b.py"),
                listing.files().stream().map(SourceFile::path).toList());
        assertTrue(listing.leftOut().stream().allMatch(left -> left.reason() == Reason.LOOP), listing::toString);
    }

    @Test
    void aHugeFolderIsNamed() throws IOException {
        for (int i = 0; i < 60; i++) {
            write("app/cache/f" + i, "");
        }
        IOException e = assertThrows(IOException.class, () -> tree.list("app", 50, System::nanoTime));
        assertTrue(e.getMessage().contains("most of them in one folder 'cache'"), e.getMessage());
    }

    @Test
    void aWalkThatTakesTooLongEnds() {
        AtomicLong minutes = new AtomicLong();
        IOException e = assertThrows(
                IOException.class, () -> tree.list("app", 1000, () -> minutes.addAndGet(6) * 60_000_000_000L));
        assertTrue(e.getMessage().contains("took more than 5 minutes"), e.getMessage());
    }

    @Test
    void anAbortedBuildDoesNotWalkOn() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> tree.list("app"));
        assertTrue(Thread.interrupted(), "the flag is kept");
    }
}
