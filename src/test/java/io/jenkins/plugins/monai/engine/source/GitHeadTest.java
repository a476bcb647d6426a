package io.jenkins.plugins.monai.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHeadTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    private void git(String name, String content) throws IOException {
        Path file = folder.resolve(".git").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void noCheckout() throws IOException {
        assertEquals(Optional.empty(), GitHead.commit(folder));
    }

    @Test
    void aDetachedHead() throws IOException {
        git("HEAD", COMMIT + "\n");
        assertEquals(Optional.of(COMMIT), GitHead.commit(folder));
    }

    @Test
    void aBranch() throws IOException {
        git("HEAD", "ref: refs/heads/feature/x\n");
        git("refs/heads/feature/x", COMMIT + "\n");
        assertEquals(Optional.of(COMMIT), GitHead.commit(folder));
    }

    @Test
    void aPackedBranch() throws IOException {
        git("HEAD", "ref: refs/heads/main\n");
        git("packed-refs", "# pack-refs with: peeled\n" + COMMIT + " refs/heads/main\n");
        assertEquals(Optional.of(COMMIT), GitHead.commit(folder));
    }

    @Test
    void aBranchWithoutACommit() throws IOException {
        git("HEAD", "ref: refs/heads/main\n");
        assertEquals(Optional.empty(), GitHead.commit(folder));
    }

    @Test
    void aReferenceThatLeavesTheGitFolder() throws IOException {
        Files.writeString(folder.resolve("secret"), COMMIT);
        git("HEAD", "ref: refs/../../secret\n");
        assertEquals(Optional.empty(), GitHead.commit(folder));
    }
}
