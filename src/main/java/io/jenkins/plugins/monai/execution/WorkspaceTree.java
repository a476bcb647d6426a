package io.jenkins.plugins.monai.execution;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.monai.engine.source.GitHead;
import io.jenkins.plugins.monai.engine.source.LeftOut;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.source.SourceListing;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.MasterToSlaveFileCallable;

/** A workspace, on the controller or on an agent, as the engine's source tree. The agent judges its own paths. */
final class WorkspaceTree implements SourceTree {

    /** The workspace by the agent's present connection; null while it has none. */
    interface Workspace {
        FilePath get() throws IOException, InterruptedException;
    }

    private final Workspace workspace;
    private final SmallFiles small = new SmallFiles();

    WorkspaceTree(Workspace workspace) {
        this.workspace = workspace;
    }

    /** @throws IOException the agent that has the workspace is not connected, as for a while after a restart */
    void check() throws IOException, InterruptedException {
        connected();
    }

    @Override
    public Optional<String> commit() throws IOException {
        return Optional.ofNullable(act(new HeadOf()));
    }

    @Override
    public Kind kind(String path) throws IOException {
        return act(new KindOf(path));
    }

    @Override
    public SourceListing list(String path) throws IOException {
        SourceListing listing = act(new ListingOf(path)).toListing();
        listing.files().forEach(small::listed);
        return listing;
    }

    @Override
    public Optional<LeftOut> leftOut(String path) throws IOException {
        return Optional.ofNullable(act(new LeftOutAt(path))).map(RemoteListing.Left::toLeftOut);
    }

    @Override
    public InputStream open(String path) throws IOException {
        if (small.contains(path)) {
            return small.open(path, paths -> act(new ContentsOf(paths)));
        }
        if (kind(path) != Kind.FILE) {
            throw new IOException("'" + path + "' is no file of the workspace");
        }
        try {
            return connected().child(path).read();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** On the agent that has the workspace; what it tells comes back while it works. */
    @Override
    public <T extends Serializable> T near(Work<T> work, Consumer<String> log)
            throws IOException, InterruptedException {
        FilePath path = connected();
        Told told = log::accept;
        return path.act(new WorkOn<>(work, path.getChannel().export(Told.class, told)));
    }

    /** Lines on their way from the agent. */
    public interface Told {
        void line(String text);
    }

    private <T> T act(MasterToSlaveFileCallable<T> callable) throws IOException {
        try {
            return connected().act(callable);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private FilePath connected() throws IOException, InterruptedException {
        FilePath path = workspace.get();
        if (path == null) {
            throw new IOException("the agent that has the workspace is not connected");
        }
        return path;
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while reading the workspace");
    }

    private static final class WorkOn<T extends Serializable> extends MasterToSlaveFileCallable<T> {
        private static final long serialVersionUID = 1L;
        private final Work<T> work;
        private final Told told;

        WorkOn(Work<T> work, Told told) {
            this.work = work;
            this.told = told;
        }

        @Override
        public T invoke(File root, VirtualChannel channel) throws IOException, InterruptedException {
            return work.on(new LocalSourceTree(root.toPath()), told::line);
        }
    }

    private static final class HeadOf extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String invoke(File root, VirtualChannel channel) throws IOException {
            return GitHead.commit(root.toPath()).orElse(null);
        }
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

    private static final class ListingOf extends MasterToSlaveFileCallable<RemoteListing> {
        private static final long serialVersionUID = 1L;
        private final String path;

        ListingOf(String path) {
            this.path = path;
        }

        @Override
        public RemoteListing invoke(File root, VirtualChannel channel) throws IOException {
            return new RemoteListing(new LocalSourceTree(root.toPath()).list(path));
        }
    }

    private static final class LeftOutAt extends MasterToSlaveFileCallable<RemoteListing.Left> {
        private static final long serialVersionUID = 1L;
        private final String path;

        LeftOutAt(String path) {
            this.path = path;
        }

        @Override
        public RemoteListing.Left invoke(File root, VirtualChannel channel) throws IOException {
            return new LocalSourceTree(root.toPath())
                    .leftOut(path)
                    .map(RemoteListing.Left::new)
                    .orElse(null);
        }
    }

    /** Ends before a file that cannot be read, unless it is the first: whoever asks for that one learns why. */
    private static final class ContentsOf extends MasterToSlaveFileCallable<HashMap<String, byte[]>> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<String> paths;

        ContentsOf(List<String> paths) {
            this.paths = new ArrayList<>(paths);
        }

        @Override
        public HashMap<String, byte[]> invoke(File root, VirtualChannel channel) throws IOException {
            LocalSourceTree tree = new LocalSourceTree(root.toPath());
            HashMap<String, byte[]> contents = new HashMap<>();
            for (String path : paths) {
                try (InputStream in = tree.open(path)) {
                    contents.put(path, in.readNBytes(SmallFiles.LARGEST + 1));
                } catch (IOException e) {
                    if (contents.isEmpty()) {
                        throw e;
                    }
                    break;
                }
            }
            return contents;
        }
    }
}
