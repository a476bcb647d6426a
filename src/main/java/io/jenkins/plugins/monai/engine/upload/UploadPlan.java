package io.jenkins.plugins.monai.engine.upload;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.GeneratedFile;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which files of the workspace, and which others, go where below a folder on the machine. Immutable. */
public final class UploadPlan {

    private final Map<String, String> sources;
    private final List<GeneratedFile> generated;

    private UploadPlan(Builder builder) {
        sources = new LinkedHashMap<>(builder.sources);
        generated = List.copyOf(builder.generated);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a plan. */
    public static final class Builder {

        private final Map<String, String> sources = new LinkedHashMap<>();
        private final List<GeneratedFile> generated = new ArrayList<>();

        private Builder() {}

        /**
         * A file, or a folder with all in it.
         *
         * @param path in the {@link SourceTree}
         * @param destination below the folder on the machine; for a file its whole new name, for a folder {@code .} is
         *     the folder on the machine itself
         * @throws IllegalArgumentException the destination is taken, or would leave the folder
         */
        public Builder source(String path, String destination) {
            if (!destination.equals(".")) {
                checkDestination(destination);
            }
            if (sources.putIfAbsent(destination, path) != null) {
                throw new IllegalArgumentException("Two sources for " + destination);
            }
            return this;
        }

        /** @throws IllegalArgumentException a path would leave the folder */
        public Builder generated(Collection<GeneratedFile> files) {
            files.forEach(file -> checkDestination(file.path()));
            generated.addAll(files);
            return this;
        }

        public UploadPlan build() {
            return new UploadPlan(this);
        }
    }

    private static void checkDestination(String path) {
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("Not a path below the folder on the machine: " + path);
            }
        }
    }

    /**
     * The files one by one, in the order of the plan.
     *
     * @throws OperationException a source is missing or outside the workspace, two files meet in one place, or a name
     *     cannot be compared on the machine
     * @throws IOException the workspace cannot be read
     */
    List<UploadFile> resolve(SourceTree tree) throws OperationException, IOException {
        List<UploadFile> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            addSource(tree, source.getValue(), source.getKey(), files);
        }
        for (GeneratedFile file : generated) {
            byte[] bytes = file.bytes();
            files.add(new UploadFile(
                    file.path(), bytes.length, file.executable(), () -> new ByteArrayInputStream(bytes)));
        }
        checkPlaces(files);
        return files;
    }

    private static void addSource(SourceTree tree, String path, String destination, List<UploadFile> files)
            throws OperationException, IOException {
        SourceTree.Kind kind = tree.kind(path);
        if (kind == SourceTree.Kind.OUTSIDE) {
            throw new OperationException(
                    "'" + path + "' is outside the workspace", "Give a path below the workspace, without `..`");
        }
        if (kind == SourceTree.Kind.MISSING) {
            throw new OperationException(
                    "'" + path + "' is not in the workspace",
                    "Check the path, and that the checkout step ran before this one");
        }
        String prefix = destination.equals(".") ? "" : destination + "/";
        String base = folderPrefix(path);
        for (SourceFile file : tree.files(path)) {
            String place = kind == SourceTree.Kind.FILE
                    ? destination
                    : prefix + file.path().substring(base.length());
            files.add(new UploadFile(place, file.size(), file.executable(), () -> tree.open(file.path())));
        }
    }

    /** What the paths of a folder's files begin with: the folder without {@code .} and doubled slashes, or nothing. */
    private static String folderPrefix(String path) {
        StringBuilder prefix = new StringBuilder();
        for (String name : path.split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                prefix.append(name).append('/');
            }
        }
        return prefix.toString();
    }

    private static void checkPlaces(List<UploadFile> files) throws OperationException {
        Set<String> taken = new HashSet<>();
        Set<String> folders = new HashSet<>();
        for (UploadFile file : files) {
            if (file.place().endsWith("\r")) { // which sha256sum takes for the end of a line
                throw new OperationException(
                        "The name of the file '" + file.place().strip() + "' ends with a carriage return", "Rename it");
            }
            if (!taken.add(file.place())) {
                throw collision(file.place());
            }
            for (int slash = file.place().indexOf('/');
                    slash > 0;
                    slash = file.place().indexOf('/', slash + 1)) {
                folders.add(file.place().substring(0, slash));
            }
        }
        for (String folder : folders) {
            if (taken.contains(folder)) {
                throw collision(folder);
            }
        }
    }

    private static OperationException collision(String place) {
        return new OperationException(
                "Two files of the application would become '" + place + "' on the machine", "Rename one of them");
    }
}
