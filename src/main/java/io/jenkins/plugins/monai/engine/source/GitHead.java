package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commit that is checked out in a folder, read as Git keeps it.
 *
 * @see <a href="https://git-scm.com/docs/gitrepository-layout">gitrepository-layout</a>
 */
public final class GitHead {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final Pattern REFERENCE = Pattern.compile("ref: (refs/[^\\s\\\\]+)");
    private static final long MAX_BYTES = 64L << 20;

    private GitHead() {}

    /** Empty when the folder is no checkout, or one whose Git folder lies elsewhere, as in a worktree. */
    public static Optional<String> commit(Path folder) throws IOException {
        Path git = folder.resolve(".git");
        Optional<String> head = read(git, "HEAD");
        if (head.isEmpty()) {
            return Optional.empty();
        }
        Matcher reference = REFERENCE.matcher(head.get());
        if (!reference.matches()) {
            return head.filter(GitHead::isCommit);
        }
        Optional<String> loose = read(git, reference.group(1)).filter(GitHead::isCommit);
        return loose.isPresent() ? loose : packed(git, reference.group(1));
    }

    private static Optional<String> packed(Path git, String reference) throws IOException {
        Pattern line = Pattern.compile("^([0-9a-f]{40,64}) " + Pattern.quote(reference) + "$", Pattern.MULTILINE);
        return read(git, "packed-refs").map(line::matcher).filter(Matcher::find).map(m -> m.group(1));
    }

    private static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private static Optional<String> read(Path git, String name) throws IOException {
        Path file = git.resolve(name).normalize();
        if (!file.startsWith(git) || !Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(file).trim());
    }
}
