package io.jenkins.plugins.monai.engine.buildmap.workspace;

import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.ModelNames;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says which folder of the MAP each model gets, and by which name the App SDK finds it there. */
record ModelFolders(SourceTree source, EngineLog log) {

    private static final int NAMED = 20;

    /** @param models their paths by their names */
    void tell(Map<String, String> models) throws IOException {
        List<String> many = new ArrayList<>();
        int told = 0;
        for (Map.Entry<String, String> model : models.entrySet()) {
            String path = model.getValue();
            String name = model.getKey();
            List<SourceFile> files = source.files(path);
            boolean folder = source.kind(path) == SourceTree.Kind.DIRECTORY;
            if (told++ < NAMED) {
                log.line("Model '" + name + "': " + (folder ? files.size() + " file(s) of " : "") + path + ", in "
                        + MapPaths.MODELS + "/" + name + "/");
            }
            TreeSet<String> entries = entries(files, path, folder);
            if (entries.size() > 1 && !entries.contains("config.pbtxt")) {
                many.add(name);
            }
            if (folder) {
                several(name, path, entries, files);
            }
        }
        if (many.isEmpty() && !models.isEmpty()) {
            log.line("The App SDK's models.get(NAME) finds "
                    + models.keySet().stream().limit(NAMED).collect(Collectors.joining(", ")));
        } else if (!many.isEmpty()) {
            log.line("The App SDK's models.get(NAME) finds no model by its name, as it wants one file in the folder of"
                    + " each and '" + many.get(0) + "' has several: open them by their path below HOLOSCAN_MODEL_PATH");
        }
    }

    private static TreeSet<String> entries(List<SourceFile> files, String path, boolean folder) {
        return files.stream()
                .map(file -> folder ? file.path().substring(path.length() + 1) : "file")
                .map(below -> below.substring(0, below.indexOf('/') < 0 ? below.length() : below.indexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A folder of models becomes one model, which is seldom what was meant. */
    private void several(String name, String path, TreeSet<String> entries, List<SourceFile> files) {
        boolean folders = entries.stream().allMatch(entry -> entry.endsWith("/"));
        List<String> inside = folders
                ? List.copyOf(entries)
                : files.stream()
                        .filter(file ->
                                Absence.holdsWeights(file) && file.path().indexOf('/', path.length() + 1) < 0)
                        .map(file -> file.path().substring(path.length() + 1))
                        .toList();
        if (inside.size() < 2) {
            return;
        }
        String each = inside.stream()
                .limit(NAMED)
                .map(entry -> "'" + path + "/" + entry.replaceFirst("/$", "") + "'")
                .collect(Collectors.joining(", "));
        log.line("'" + path + "' holds " + inside.size() + (folders ? " folders" : " files with weights")
                + " and becomes one model, '" + name + "'; for a model of each write models: [" + each
                + (inside.size() > NAMED ? ", ..." : "") + "]");
    }

    /** @throws OperationException always: two models of one name, with names to be given instead */
    static void refuse(String name, String one, String other) throws OperationException {
        String first = suggestion(one, name, 1);
        String second = suggestion(other, name, 2);
        if (first.equals(second)) {
            first = name + "-1";
            second = name + "-2";
        }
        throw new OperationException(
                "Two models have the name '" + name + "': '" + one + "' and '" + other + "'",
                "Give each a name in models, as in ['" + first + "=" + one + "', '" + second + "=" + other + "']");
    }

    private static String suggestion(String path, String name, int number) {
        int end = path.lastIndexOf('/');
        String parent = end < 0 ? "" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
        return ModelNames.isValid(parent) && !parent.equals("models") ? parent : name + "-" + number;
    }
}
