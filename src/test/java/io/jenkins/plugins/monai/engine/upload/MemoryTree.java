package io.jenkins.plugins.monai.engine.upload;

import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceListing;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A workspace with whatever names and contents a test wants. */
final class MemoryTree implements SourceTree {

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, byte[]> contents = new TreeMap<>();

    MemoryTree with(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** Other content than what {@link #files} tells the size of. */
    MemoryTree thatChanged(String path, byte[] content) {
        contents.put(path, content);
        return this;
    }

    @Override
    public Kind kind(String path) {
        if (path.startsWith("..")) {
            return Kind.OUTSIDE;
        }
        if (files.containsKey(path)) {
            return Kind.FILE;
        }
        boolean folder = path.equals(".") || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
        return folder ? Kind.DIRECTORY : Kind.MISSING;
    }

    @Override
    public SourceListing list(String path) {
        return new SourceListing(filesAt(path), List.of());
    }

    private List<SourceFile> filesAt(String path) {
        return files.entrySet().stream()
                .filter(file -> path.equals(".")
                        || file.getKey().equals(path)
                        || file.getKey().startsWith(path + "/"))
                .map(file -> new SourceFile(
                        file.getKey(), file.getValue().length, file.getKey().endsWith(".sh")))
                .toList();
    }

    @Override
    public InputStream open(String path) throws IOException {
        byte[] content = contents.getOrDefault(path, files.get(path));
        if (content == null || content.length == 1 && content[0] == '!') {
            throw new IOException("Permission denied");
        }
        return new ByteArrayInputStream(content);
    }
}
