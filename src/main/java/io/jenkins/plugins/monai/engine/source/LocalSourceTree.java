package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A folder of this machine. Symbolic links that stay inside are followed. To this tree nothing of version control
 * exists: {@code .git}, a folder or a worktree's file, is {@link SourceTree.Kind#MISSING} at any depth, since it may
 * hold credentials.
 */
public final class LocalSourceTree implements SourceTree {

    static final String VERSION_CONTROL = ".git";

    private final Path root;

    /** @throws IOException the folder is missing or cannot be read */
    public LocalSourceTree(Path root) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new IOException("Not a folder: " + root);
        }
    }

    @Override
    public Kind kind(String path) throws IOException {
        Optional<Path> inside = inside(path);
        if (inside.isEmpty()) {
            return Kind.OUTSIDE;
        }
        Path real;
        try {
            real = inside.get().toRealPath();
        } catch (AccessDeniedException e) {
            throw new IOException(path + " cannot be read: permission denied", e);
        } catch (FileSystemException e) {
            return Kind.MISSING; // also: below a file, or a link to itself
        }
        if (!real.startsWith(root)) {
            return Kind.OUTSIDE;
        }
        if (isVersionControl(root.relativize(inside.get())) || isVersionControl(root.relativize(real))) {
            return Kind.MISSING;
        }
        if (Files.isDirectory(real)) {
            return Kind.DIRECTORY;
        }
        return Files.isRegularFile(real) ? Kind.FILE : Kind.MISSING;
    }

    /** The path below the root as it is written, or empty when it is written so that it leaves the root. */
    private Optional<Path> inside(String path) throws IOException {
        if (path.startsWith("/")
                || path.indexOf('\0') >= 0
                || List.of(path.split("/")).contains("..")) {
            return Optional.empty();
        }
        try {
            Path resolved = root.resolve(path).normalize();
            return resolved.startsWith(root) ? Optional.of(resolved) : Optional.empty();
        } catch (InvalidPathException e) {
            throw new IOException("The path " + path + " cannot be a file's name on this machine: " + e.getReason(), e);
        }
    }

    /** @param path below the root; contents that git-annex keeps are files like others */
    static boolean isVersionControl(Path path) {
        for (Path name : path) {
            if (name.toString().equals(VERSION_CONTROL)) {
                return !GitAnnex.isObject(path);
            }
        }
        return false;
    }

    @Override
    public SourceListing list(String path) throws IOException {
        return list(path, WalkBounds.MOST_ENTRIES, System::nanoTime);
    }

    @Override
    public Optional<LeftOut> leftOut(String path) throws IOException {
        Path given = inside(path).orElse(root);
        if (kind(path) != Kind.MISSING || isVersionControl(root.relativize(given))) {
            return Optional.empty();
        }
        String target = LinkTarget.of(given);
        if (target.isEmpty()) {
            return Files.exists(given) ? Optional.of(new LeftOut(path, LeftOut.Reason.SPECIAL, "")) : Optional.empty();
        }
        return Optional.of(new LeftOut(path, LinkTarget.reason(target), target));
    }

    SourceListing list(String path, int mostEntries, LongSupplier nanoTime) throws IOException {
        Kind kind = kind(path);
        if (kind != Kind.FILE && kind != Kind.DIRECTORY) {
            throw new IOException(kind == Kind.OUTSIDE ? path + " is outside the workspace" : path + " is missing");
        }
        Path start = inside(path).orElseThrow();
        SourceFileVisitor visitor = new SourceFileVisitor(root, start, new WalkBounds(path, mostEntries, nanoTime));
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        for (String submodule : Submodules.empty(root)) {
            if (root.resolve(submodule).startsWith(start)) {
                visitor.leaveOut(submodule, LeftOut.Reason.SUBMODULE);
            }
        }
        return visitor.listing();
    }

    @Override
    public InputStream open(String path) throws IOException {
        Kind kind = kind(path);
        if (kind != Kind.FILE) {
            throw new IOException(
                    kind == Kind.OUTSIDE ? path + " is outside the workspace" : path + " is missing or not a file");
        }
        return Files.newInputStream(inside(path).orElseThrow().toRealPath(), LinkOption.NOFOLLOW_LINKS);
    }
}
