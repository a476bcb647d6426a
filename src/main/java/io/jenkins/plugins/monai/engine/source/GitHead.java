package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commit that is checked out in a source tree, read as Git keeps it.
 *
 * @see <a href="https://git-scm.com/docs/gitrepository-layout">gitrepository-layout</a>
 */
public final class GitHead {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final String REFERENCE = "ref: ";
    private static final int MAX_BYTES = 8 << 20;

    private GitHead() {}

    /** Empty when the tree's root is no checkout, or one whose commit lies outside of it, as in a Git worktree. */
    public static Optional<String> commit(SourceTree source) throws IOException {
        Optional<String> head = read(source, ".git/HEAD");
        if (head.isEmpty()) {
            return Optional.empty();
        }
        if (!head.get().startsWith(REFERENCE)) {
            return head.filter(GitHead::isCommit);
        }
        String reference = head.get().substring(REFERENCE.length());
        Optional<String> loose = read(source, ".git/" + reference).filter(GitHead::isCommit);
        return loose.isPresent() ? loose : packed(source, reference);
    }

    private static Optional<String> packed(SourceTree source, String reference) throws IOException {
        Pattern line = Pattern.compile("^([0-9a-f]{40,64}) " + Pattern.quote(reference) + "$", Pattern.MULTILINE);
        return read(source, ".git/packed-refs").map(line::matcher).filter(Matcher::find).map(m -> m.group(1));
    }

    private static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private static Optional<String> read(SourceTree source, String path) throws IOException {
        if (source.kind(path) != SourceTree.Kind.FILE) {
            return Optional.empty();
        }
        try (InputStream in = source.open(path)) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).trim());
        }
    }
}
