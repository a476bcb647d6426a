package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Submodules of the Git repository at the root of a tree (gitmodules(5)) that were not checked out: empty folders. */
final class Submodules {

    private static final int LARGEST = 1 << 20;
    private static final Pattern PATH =
            Pattern.compile("(?m)^[ \\t]*path[ \\t]*=[ \\t]*\"?([^\"\\r\\n]+?)\"?[ \\t]*\\r?$");

    private Submodules() {}

    /** Their paths below the root. */
    static List<String> empty(Path root) throws IOException {
        Path file = root.resolve(".gitmodules");
        List<String> empty = new ArrayList<>();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return empty;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Matcher paths = PATH.matcher(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
            while (paths.find()) {
                if (isEmptyFolder(root, paths.group(1))) {
                    empty.add(paths.group(1));
                }
            }
        }
        return empty;
    }

    private static boolean isEmptyFolder(Path root, String path) throws IOException {
        Path folder = path.indexOf('\0') >= 0 ? root : root.resolve(path).normalize();
        if (folder.equals(root) || !folder.startsWith(root) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
