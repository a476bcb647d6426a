package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
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
import java.util.List;

/** Gathers the regular files of a tree, with links followed that stay inside it. */
final class SourceFileVisitor extends SimpleFileVisitor<Path> {

    /** Links to folders beside each other multiply: this many files are no application but a trap. */
    private static final int MOST_FILES = 200_000;

    private final Path root;
    private final Path start;
    private final List<SourceFile> files;

    SourceFileVisitor(Path root, Path start, List<SourceFile> files) {
        this.root = root;
        this.start = start;
        this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile() && !isLeftOut(file)) {
            if (files.size() == MOST_FILES) {
                throw new IOException("There are more than " + MOST_FILES + " files in " + name(start));
            }
            files.add(new SourceFile(name(file), attributes.size(), isExecutable(file)));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        boolean denied = e instanceof AccessDeniedException;
        if (e instanceof FileSystemLoopException || (Files.isSymbolicLink(file) && !denied)) {
            return FileVisitResult.CONTINUE; // a link to a folder above it, or to nothing
        }
        throw new IOException(name(file) + " cannot be read: " + (denied ? "permission denied" : e.getMessage()), e);
    }

    private boolean isLeftOut(Path path) throws IOException {
        if (path.endsWith(LocalSourceTree.VERSION_CONTROL)) {
            return true;
        }
        if (path.equals(start) || !Files.isSymbolicLink(path)) {
            return false;
        }
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            return true;
        }
        for (Path name : root.relativize(real)) {
            if (name.toString().equals(LocalSourceTree.VERSION_CONTROL)) {
                return true;
            }
        }
        return false;
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
