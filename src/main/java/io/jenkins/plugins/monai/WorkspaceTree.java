package io.jenkins.plugins.monai;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** A workspace, on the controller or on an agent, as the engine's source tree. The agent judges its own paths. */
final class WorkspaceTree implements SourceTree {

    private final FilePath workspace;

    WorkspaceTree(FilePath workspace) {
        this.workspace = workspace;
    }

    @Override
    public Kind kind(String path) throws IOException {
        return act(new KindOf(path));
    }

    @Override
    public List<SourceFile> files(String path) throws IOException {
        return act(new FilesOf(path)).stream().map(RemoteFile::toSourceFile).toList();
    }

    @Override
    public InputStream open(String path) throws IOException {
        if (kind(path) != Kind.FILE) {
            throw new IOException("'" + path + "' is no file of the workspace");
        }
        try {
            return workspace.child(path).read();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private <T> T act(MasterToSlaveFileCallable<T> callable) throws IOException {
        try {
            return workspace.act(callable);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while reading the workspace");
    }

    private static final class KindOf extends MasterToSlaveFileCallable<Kind> {
        private static final long serialVersionUID = 1L;
        private final String path;

        KindOf(String path) {
            this.path = path;
        }

        @Override
        public Kind invoke(File root, VirtualChannel channel) throws IOException {
            return new LocalSourceTree(root.toPath()).kind(path);
        }
    }

    private static final class FilesOf extends MasterToSlaveFileCallable<List<RemoteFile>> {
        private static final long serialVersionUID = 1L;
        private final String path;

        FilesOf(String path) {
            this.path = path;
        }

        @Override
        public List<RemoteFile> invoke(File root, VirtualChannel channel) throws IOException {
            return new ArrayList<>(new LocalSourceTree(root.toPath())
                    .files(path).stream().map(RemoteFile::new).toList());
        }
    }

    /** A {@link SourceFile} that crosses the channel: remoting refuses classes that are not serializable. */
    private static final class RemoteFile implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String path;
        private final long size;
        private final boolean executable;

        RemoteFile(SourceFile file) {
            this.path = file.path();
            this.size = file.size();
            this.executable = file.executable();
        }

        SourceFile toSourceFile() {
            return new SourceFile(path, size, executable);
        }
    }
}
