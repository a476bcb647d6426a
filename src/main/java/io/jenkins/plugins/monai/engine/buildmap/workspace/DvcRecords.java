package io.jenkins.plugins.monai.engine.buildmap.workspace;

import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DVC tracks in a workspace and has not fetched: by its {@code .dvc} files, and by {@code dvc.lock} of pipelines. */
record DvcRecords(SourceTree source) {

    private static final int LARGEST = 1 << 20;
    private static final Pattern KEY = Pattern.compile("([A-Za-z]+):[ \\t]*(.*)");
    private static final Pattern PATH = Pattern.compile("[ \\t]*(?:-[ \\t]+)?path:[ \\t]*(['\"]?)(.+?)\\1[ \\t]*");

    /** The paths in the workspace that a {@code .dvc} file is the record of and that are not there. */
    List<String> missing(String record) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String path : outputs(record)) {
            if (source.kind(path) == Kind.MISSING) {
                missing.add(path);
            }
        }
        return missing;
    }

    private List<String> outputs(String record) throws IOException {
        List<String> paths = new ArrayList<>();
        String folder = folder(record);
        boolean outputs = false;
        for (String line : text(record).lines().toList()) {
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                outputs = key.group(1).equals("outs");
                folder = key.group(1).equals("wdir")
                        ? folder(record) + key.group(2).strip() + "/"
                        : folder;
            }
            Matcher path = PATH.matcher(line);
            if (outputs && path.matches()) {
                paths.add(path.group(2));
            }
        }
        List<String> resolved = new ArrayList<>();
        for (String path : paths) {
            resolved.add(plain(folder + path));
        }
        return resolved;
    }

    /** Without {@code .} and {@code ..}, unless it leaves the workspace. */
    private static String plain(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..") && !names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return String.join("/", names);
    }

    /** The record that DVC keeps of a path that is not there, or of a folder it lies in. */
    Optional<String> of(String path) throws IOException {
        for (String part = path; !part.isEmpty(); part = part.substring(0, Math.max(0, part.lastIndexOf('/')))) {
            if (source.kind(part + ".dvc") == Kind.FILE) {
                return Optional.of(part + ".dvc");
            }
        }
        String folder = path;
        do {
            folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
            String lock = folder.isEmpty() ? "dvc.lock" : folder + "/dvc.lock";
            if (source.kind(lock) == Kind.FILE) {
                String below = folder.isEmpty() ? path : path.substring(folder.length() + 1);
                return text(lock).lines().anyMatch(line -> {
                            Matcher named = PATH.matcher(line);
                            return named.matches() && (below + "/").startsWith(named.group(2) + "/");
                        })
                        ? Optional.of(lock)
                        : Optional.empty();
            }
        } while (!folder.isEmpty());
        return Optional.empty();
    }

    private String text(String path) throws IOException {
        try (InputStream in = source.open(path)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
