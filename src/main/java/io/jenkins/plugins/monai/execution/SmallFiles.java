package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small files of a workspace, fetched many at a time in the order of their listing: a round trip to the agent for each
 * would make thousands of them take minutes.
 */
final class SmallFiles {

    /** Bytes of the largest file that counts as small. */
    static final int LARGEST = 256 * 1024;

    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    private static final int BATCH_FILES = 1000;

    interface Fetch {
        Map<String, byte[]> contents(List<String> paths) throws IOException;
    }

    private final TreeMap<String, Integer> sizes = new TreeMap<>();
    private final Map<String, byte[]> fetched = new HashMap<>();

    void listed(SourceFile file) {
        if (file.size() <= LARGEST) {
            sizes.put(file.path(), (int) file.size());
        } else {
            sizes.remove(file.path());
        }
    }

    boolean contains(String path) {
        return sizes.containsKey(path);
    }

    /** Each file is handed out once, so that one that is asked for again is read again. */
    InputStream open(String path, Fetch fetch) throws IOException {
        if (!fetched.containsKey(path)) {
            fetched.clear();
            fetched.putAll(fetch.contents(from(path)));
        }
        byte[] content = fetched.remove(path);
        if (content == null) {
            throw new IOException(path + " was not read");
        }
        return new ByteArrayInputStream(content);
    }

    /** What to fetch with this file, itself first. */
    private List<String> from(String path) {
        List<String> batch = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, Integer> file : sizes.tailMap(path, true).entrySet()) {
            bytes += file.getValue();
            if (!batch.isEmpty() && (bytes > BATCH_BYTES || batch.size() == BATCH_FILES)) {
                break;
            }
            batch.add(file.getKey());
        }
        return batch;
    }
}
