package io.jenkins.plugins.monai.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryException;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.lab.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of a workspace in a genuine registry. */
class LayerPushingTest {

    @TempDir
    static Path dir;

    @TempDir
    Path workspace;

    private static LocalRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(LocalRegistry.isAvailable(), LocalRegistry.MISSING);
        registry = LocalRegistry.start(dir, "AWS", "sesame");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    private RegistryAccess access(String repository, String password) {
        return new RegistryAccess(ImageReference.of(registry.uri().toString(), repository), "AWS", password, null);
    }

    private void file(String path, byte[] content) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private List<LayerMeasure> measure(LayerSpec... specs) throws Exception {
        return new LayerMeasuring(List.of(specs)).on(new LocalSourceTree(workspace), line -> {});
    }

    private List<PushedLayer> push(RegistryAccess access, LayerSpec... specs) throws Exception {
        return new LayerPushing(access, List.of(specs), measure(specs)).on(new LocalSourceTree(workspace), line -> {});
    }

    private static LayerSpec model(String name) {
        return LayerSpec.of(name).source("opt/holoscan/models/" + name, name);
    }

    /** Names with their modes and sizes. */
    private static TreeMap<String, String> content(RegistryAccess access, PushedLayer layer) throws Exception {
        return access.client().blob(access.repository(), layer.blob(), in -> {
            TreeMap<String, String> entries = new TreeMap<>();
            TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(
                        entry.getName(),
                        Integer.toOctalString(entry.getMode() & 0777) + " " + entry.getSize() + " "
                                + entry.getLongUserId());
            }
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return entries;
        });
    }

    @Test
    void whatIsPushedIsWhatIsInTheWorkspace() throws Exception {
        file("weights/model.ts", random(1, 5_000_000));
        file("weights/deep/er/notes.txt", "hello".repeat(100_000).getBytes());
        file("weights/__pycache__/x.pyc", random(2, 10));
        file("weights/Größe.bin", random(3, 3));
        Files.setPosixFilePermissions(
                workspace.resolve("weights/model.ts"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        RegistryAccess access = access("team/content", "sesame");
        PushedLayer layer = push(access, model("weights").generated("etc/holoscan/app.json", "{}"))
                .get(0);
        assertEquals(
                new TreeMap<>(java.util.Map.of(
                        "etc/holoscan/app.json", "644 2 0",
                        "opt/holoscan/models/weights/", "755 0 0",
                        "opt/holoscan/models/weights/Größe.bin", "644 3 0",
                        "opt/holoscan/models/weights/deep/", "755 0 0",
                        "opt/holoscan/models/weights/deep/er/", "755 0 0",
                        "opt/holoscan/models/weights/deep/er/notes.txt", "644 500000 0",
                        "opt/holoscan/models/weights/model.ts", "755 5000000 0")),
                content(access, layer));
    }

    @Test
    void theSameFilesGiveTheSameDigestWheneverTheyWereWritten() throws Exception {
        file("a/x.bin", random(1, 3_000_000));
        file("a/y.txt", "y".repeat(3_000_000).getBytes());
        LayerMeasure first = measure(model("a")).get(0);
        Files.setLastModifiedTime(workspace.resolve("a/x.bin"), FileTime.fromMillis(0));
        assertEquals(first, measure(model("a")).get(0));
        Files.delete(workspace.resolve("a/y.txt"));
        assertNotEquals(first.diffId(), measure(model("a")).get(0).diffId(), "a file that is gone is a change");
    }

    @Test
    void weightsAreStoredAndTextsAreCompressed() throws Exception {
        file("weights", random(1, 40_000_000));
        file("text", "a line of text\n".repeat(100_000).getBytes());
        file("zeros", new byte[40_000_000]);
        List<LayerMeasure> measures = measure(model("weights"), model("text"), model("zeros"));
        assertEquals(
                List.of(0, 6, 1), measures.stream().map(LayerMeasure::level).toList());
        RegistryAccess access = access("team/levels", "sesame");
        List<PushedLayer> pushed = push(access, model("weights"), model("text"), model("zeros"));
        assertTrue(pushed.get(0).blob().size() < 40_100_000, "stored with " + pushed.get(0));
        assertTrue(pushed.get(1).blob().size() < 30_000, "compressed to " + pushed.get(1));
        assertTrue(pushed.get(2).blob().size() < 400_000, "compressed to " + pushed.get(2));
        for (PushedLayer layer : pushed) {
            assertEquals(1, content(access, layer).size());
        }
    }

    @Test
    void whatTheRepositoryHasIsNotSent() throws Exception {
        file("one", random(1, 2_000_000));
        file("two", random(2, 2_000_000));
        RegistryAccess access = access("team/twice", "sesame");
        assertEquals(
                List.of(true, true),
                push(access, model("one"), model("two")).stream()
                        .map(PushedLayer::sent)
                        .toList());
        file("two", random(3, 2_000_000));
        assertEquals(
                List.of(false, true),
                push(access, model("one"), model("two")).stream()
                        .map(PushedLayer::sent)
                        .toList());
    }

    @Test
    void whatOtherRepositoriesHaveIsMounted() throws Exception {
        file("one", random(7, 100_000));
        PushedLayer layer = push(access("team/from", "sesame"), model("one")).get(0);
        RegistryAccess to = access("team/to", "sesame");
        assertFalse(to.client().hasBlob(to.repository(), layer.blob()));
        assertTrue(to.client().uploads().mount(to.repository(), layer.blob(), "team/from"));
        assertTrue(to.client().hasBlob(to.repository(), layer.blob()));
    }

    @Test
    void aFileThatChangesMeanwhileIsFoundOut() throws Exception {
        file("one", random(1, 200_000));
        file("big", new byte[20_000_000]);
        List<LayerSpec> specs = List.of(model("one"), model("big"));
        List<LayerMeasure> measures = measure(model("one"), model("big"));
        for (String name : List.of("one", "big")) {
            byte[] content = Files.readAllBytes(workspace.resolve(name));
            content[content.length - 1]++;
            file(name, content);
            LayerPushing pushing = new LayerPushing(access("team/changed", "sesame"), specs, measures);
            IOException e =
                    assertThrows(IOException.class, () -> pushing.on(new LocalSourceTree(workspace), line -> {}), name);
            assertTrue(e.getMessage().contains("'" + name + "' were changed"), e.getMessage());
            content[content.length - 1]--;
            file(name, content);
        }
    }

    @Test
    void wrongCredentialsAreTold() throws Exception {
        file("one", random(1, 100));
        RegistryException e =
                assertThrows(RegistryException.class, () -> push(access("team/denied", "wrong"), model("one")));
        assertEquals(RegistryException.Kind.UNAUTHORIZED, e.kind());
    }

    @Test
    void manyLayersGoBesideEachOther() throws Exception {
        List<LayerSpec> specs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            file("m" + i, random(100 + i, 3_000_000));
            specs.add(model("m" + i));
        }
        List<PushedLayer> pushed = push(access("team/many", "sesame"), specs.toArray(new LayerSpec[0]));
        assertEquals(12, pushed.stream().map(l -> l.blob().digest()).distinct().count());
    }
}
