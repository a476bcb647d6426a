package io.jenkins.plugins.monai.engine.source;

import io.jenkins.plugins.monai.engine.source.LeftOut.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the regular files of a tree, with links followed that stay inside it, and what is left out. */
final class SourceFileVisitor extends SimpleFileVisitor<Path> {

    private final Path root;
    private final Path start;
    private final WalkBounds bounds;
    private final List<SourceFile> files = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    SourceFileVisitor(Path root, Path start, WalkBounds bounds) {
        this.root = root;
        this.start = start;
        this.bounds = bounds;
    }

    SourceListing listing() {
        files.sort(Comparator.comparing(SourceFile::path));
        leftOut.sort(Comparator.comparing(LeftOut::path));
        return new SourceListing(files, leftOut);
    }

    void leaveOut(String path, Reason reason) {
        leftOut.add(new LeftOut(path, reason, ""));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        bounds.entry(folder);
        if (isLeftOut(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (Files.isSymbolicLink(folder)) {
            bounds.link(name(folder));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        bounds.entry(file);
        if (attributes.isSymbolicLink()) { // and could not be followed
            leaveOut(file, LinkTarget.reason(LinkTarget.of(file)));
        } else if (isLeftOut(file)) {
            return FileVisitResult.CONTINUE;
        } else if (attributes.isRegularFile()) {
            files.add(new SourceFile(name(file), attributes.size(), isExecutable(file), stub(file, attributes.size())));
        } else {
            leaveOut(file, Reason.SPECIAL);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        bounds.entry(file);
        boolean denied = e instanceof AccessDeniedException;
        if (e instanceof FileSystemLoopException) {
            leaveOut(file, Reason.LOOP);
        } else if (Files.isSymbolicLink(file) && !denied) {
            leaveOut(file, LinkTarget.reason(LinkTarget.of(file)));
        } else {
            throw unreadable(file, e);
        }
        return FileVisitResult.CONTINUE;
    }

    private IOException unreadable(Path file, IOException e) throws IOException {
        boolean denied = e instanceof AccessDeniedException;
        return new IOException(name(file) + " cannot be read: " + (denied ? "permission denied" : e.getMessage()), e);
    }

    private void leaveOut(Path path, Reason reason) throws IOException {
        leftOut.add(new LeftOut(name(path), reason, LinkTarget.of(path)));
    }

    private boolean isLeftOut(Path path) throws IOException {
        if (path.endsWith(LocalSourceTree.VERSION_CONTROL)) {
            leaveOut(path, Reason.VERSION_CONTROL);
            return true;
        }
        if (path.equals(start) || !Files.isSymbolicLink(path)) {
            return false;
        }
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            leaveOut(path, Reason.OUTSIDE);
            return true;
        }
        if (LocalSourceTree.isVersionControl(root.relativize(real))) {
            leaveOut(path, Reason.VERSION_CONTROL);
            return true;
        }
        return false;
    }

    /** A file that cannot be read is found out here, not when a machine waits for it. */
    private Stub stub(Path file, long size) throws IOException {
        try {
            if (size > Stub.LARGEST) {
                if (!Files.isReadable(file)) {
                    throw new AccessDeniedException(name(file));
                }
                return Stub.NONE;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return Stub.of(in.readNBytes(Stub.HEAD), size);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private String name(Path path) throws IOException {
        String name =
                root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        if (name.indexOf('\uFFFD') >= 0) {
            throw new IOException("The name of the file " + name + " cannot be read: its characters are not of the "
                    + "locale that Java was started with; start Java with LC_ALL=C.UTF-8");
        }
        return name;
    }

    private static boolean isExecutable(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file.toRealPath(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }
}
