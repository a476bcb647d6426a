package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.monai.engine.source.LeftOut;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceListing;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.source.Stub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A workspace on an agent, which is another process. */
@WithJenkins
class WorkspaceTreeJenkinsTest {

    private FilePath workspace;
    private WorkspaceTree tree;

    @BeforeEach
    void agent(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        workspace = agent.getWorkspaceRoot().child("job");
        workspace.mkdirs();
        tree = new WorkspaceTree(() -> workspace);
    }

    private byte[] read(String path) throws IOException {
        try (InputStream in = tree.open(path)) {
            return in.readAllBytes();
        }
    }

    @Test
    void listsAndReadsSmallAndLargeFiles() throws Exception {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        workspace.child("models/a/weights.bin").copyFrom(new ByteArrayInputStream(large));
        for (int i = 0; i < 1200; i++) {
            workspace.child("models/a/f" + i).write("content " + i, "UTF-8");
        }
        List<SourceFile> files = tree.files("models");
        assertEquals(1201, files.size());
        for (SourceFile file : files) {
            byte[] content = read(file.path());
            assertEquals(file.size(), content.length);
            if (!file.path().endsWith(".bin")) {
                assertEquals(
                        "content " + file.path().substring("models/a/f".length()),
                        new String(content, StandardCharsets.UTF_8));
            }
        }
        assertArrayEquals(large, read("models/a/weights.bin"));
    }

    @Test
    void aFileThatIsAskedForAgainIsReadAgain() throws Exception {
        workspace.child("app/a.py").write("one", "UTF-8");
        workspace.child("app/b.py").write("two", "UTF-8");
        tree.files("app");
        assertEquals("one", new String(read("app/a.py"), StandardCharsets.UTF_8));
        workspace.child("app/a.py").write("new", "UTF-8");
        assertEquals("new", new String(read("app/a.py"), StandardCharsets.UTF_8));
    }

    @Test
    void theFileThatIsGoneIsTheOneThatFails() throws Exception {
        workspace.child("app/a.py").write("one", "UTF-8");
        workspace.child("app/b.py").write("two", "UTF-8");
        tree.files("app");
        workspace.child("app/b.py").delete();
        assertEquals("one", new String(read("app/a.py"), StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> read("app/b.py"));
    }

    @Test
    void theAgentJudgesItsPaths() throws Exception {
        workspace.child("app/a.py").write("one", "UTF-8");
        workspace.child("app/out").symlinkTo("/etc", TaskListener.NULL);
        assertEquals(SourceTree.Kind.FILE, tree.kind("app/a.py"));
        assertEquals(SourceTree.Kind.DIRECTORY, tree.kind("app"));
        assertEquals(SourceTree.Kind.MISSING, tree.kind("other"));
        assertEquals(SourceTree.Kind.OUTSIDE, tree.kind("../other"));
        assertEquals(SourceTree.Kind.OUTSIDE, tree.kind("app/out/hostname"));
        assertThrows(IOException.class, () -> read("app/out/hostname"));
    }

    /** The agent reads pointers, and walks within bounds, where the files are. */
    @Test
    void theAgentTellsWhatIsLeftOutAndWhatIsAStub() throws Exception {
        workspace
                .child("models/a.ts")
                .write("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n", "UTF-8");
        workspace.child("models/broken").symlinkTo("nothing", TaskListener.NULL);
        workspace.child("models/annexed").symlinkTo("../.git/annex/objects/x/y", TaskListener.NULL);
        SourceListing listing = tree.list("models");
        assertEquals(Stub.GIT_LFS, listing.files().get(0).stub());
        assertEquals(
                List.of(
                        new LeftOut("models/annexed", LeftOut.Reason.ANNEX, "../.git/annex/objects/x/y"),
                        new LeftOut("models/broken", LeftOut.Reason.DANGLING, "nothing")),
                listing.leftOut());
        assertEquals(Optional.of(listing.leftOut().get(1)), tree.leftOut("models/broken"));
        assertEquals(Optional.empty(), tree.leftOut("models/a.ts"));
    }

    @Test
    void readsTheCommitThatIsCheckedOut() throws Exception {
        assertEquals(Optional.empty(), tree.commit());
        workspace.child(".git/HEAD").write("ref: refs/heads/main\n", "UTF-8");
        workspace.child(".git/refs/heads/main").write("0123456789abcdef0123456789abcdef01234567\n", "UTF-8");
        assertEquals(Optional.of("0123456789abcdef0123456789abcdef01234567"), tree.commit());
    }

    @Test
    void anAgentThatIsNotConnectedIsNamed() {
        WorkspaceTree gone = new WorkspaceTree(() -> null);
        IOException e = assertThrows(IOException.class, () -> gone.kind("app"));
        assertEquals("the agent that has the workspace is not connected", e.getMessage());
    }
}
