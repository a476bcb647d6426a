package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.ssh.ReadableKey;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyVaultTest {

    @TempDir
    Path folder;

    private final byte[] key = SshKey.generate("").encoded();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("monai-deploy/run.key");
    }

    private FileKeyVault vault(String secret) {
        return new FileKeyVault(file, new TestSealing(secret));
    }

    @Test
    void givesBackWhatItKeepsAlsoToAnotherProcess() throws IOException {
        assertEquals(Optional.empty(), vault("a").get());
        vault("a").put(key);
        assertArrayEquals(key, vault("a").get().orElseThrow());
        byte[] other = SshKey.generate("").encoded();
        vault("a").put(other);
        assertArrayEquals(other, vault("a").get().orElseThrow());
        vault("a").delete();
        assertEquals(Optional.empty(), vault("a").get());
        vault("a").delete();
    }

    @Test
    void nobodyElseReadsTheFileAndNothingIsReadableInIt() throws IOException {
        vault("a").put(key);
        assertEquals(List.of(), ReadableKey.of(key).in(folder));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aSecretsFolderThatWasReplacedIsNamed() throws IOException {
        vault("a").put(key);
        IOException e = assertThrows(IOException.class, vault("b")::get);
        assertTrue(e.getMessage().contains("secrets folder"), e.getMessage());
        Files.writeString(file, "");
        assertThrows(IOException.class, vault("a")::get);
    }

    @Test
    void whatAnEarlierCrashHasLeftIsReplaced() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file.resolveSibling("run.key.new"), "half");
        vault("a").put(key);
        assertArrayEquals(key, vault("a").get().orElseThrow());
    }

    @Test
    void anInterruptDoesNotKeepTheKeyFromTheDisk() throws IOException {
        Thread.currentThread().interrupt();
        vault("a").put(key);
        assertTrue(Thread.interrupted());
        assertArrayEquals(key, vault("a").get().orElseThrow());
    }
}
