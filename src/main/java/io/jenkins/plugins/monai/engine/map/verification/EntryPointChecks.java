package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.MapLayout;
import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import io.jenkins.plugins.monai.engine.map.verification.ImageFiles.Presence;
import io.jenkins.plugins.monai.engine.registry.ImageConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Rows 18 to 20: what a container does, by "Container Behavior and Interaction". */
final class EntryPointChecks {

    private static final Pattern SHOW = Pattern.compile("\\bshow\\b");
    private static final Pattern EXTRACT = Pattern.compile("\\bextract\\b");
    private static final Pattern EXITS_WITH_IT = Pattern.compile("\\bexit\\s+\"?\\$\\{?exit_code");
    private static final String UPSTREAM_LAST_LINE = "Application exited with ${exit_code}";

    private EntryPointChecks() {}

    /** Last parts of the paths of scripts that a container may start with. */
    static Set<String> scriptNames(ImageConfig config) {
        Set<String> names = new HashSet<>();
        words(config).forEach(word -> names.add(ProgramFinder.name(word)));
        return names;
    }

    private static List<String> words(ImageConfig config) {
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.command());
        return words;
    }

    static void check(MapImage image, Findings findings) throws IOException, InterruptedException {
        if (entryPoint(image, findings) && image.layout() == MapLayout.HOLOSCAN) {
            script(image, findings);
        }
    }

    private static boolean entryPoint(MapImage image, Findings findings) throws IOException, InterruptedException {
        List<String> words = words(image.config());
        Optional<String> problem = problem(image, words);
        problem.ifPresent(text -> findings.error(MapCheck.ENTRY_POINT, "a container without arguments " + text));
        return problem.isEmpty();
    }

    private static Optional<String> problem(MapImage image, List<String> words)
            throws IOException, InterruptedException {
        if (words.isEmpty()) {
            return Optional.of("starts nothing: the image has neither an entry point nor a command");
        }
        String program = words.get(0);
        boolean interpreter = ProgramFinder.isShell(program) || ProgramFinder.isPython(program);
        if (interpreter && words.size() == 1) {
            return Optional.of("starts " + Findings.shown(program) + " and not the application");
        }
        Optional<String> problem = new ProgramFinder(image, image.config().workingDirectory(), null).problem(program);
        if (problem.isPresent() || !interpreter || !words.get(1).startsWith("/")) {
            return problem;
        }
        return image.files().presence(words.get(1)) == Presence.ABSENT
                ? Optional.of("starts " + Findings.shown(words.get(1)) + ", which is not in the image")
                : Optional.empty();
    }

    private static void script(MapImage image, Findings findings) throws IOException, InterruptedException {
        Optional<String> script = readScript(image);
        if (script.isEmpty()) {
            findings.info(
                    MapCheck.MANIFEST_TOOLS,
                    "whether the container understands 'show' and 'extract' cannot be told without running it");
            return;
        }
        if (!SHOW.matcher(script.get()).find() || !EXTRACT.matcher(script.get()).find()) {
            findings.warn(MapCheck.MANIFEST_TOOLS, "the entry point knows no 'show' and 'extract'");
        }
        if (script.get().contains(UPSTREAM_LAST_LINE)
                && !EXITS_WITH_IT.matcher(script.get()).find()) {
            findings.info(
                    MapCheck.EXIT_CODE,
                    "the container exits with 0 also when the application fails: "
                            + "only its line 'Application exited with N.' tells");
        }
    }

    /** The first script among the words that a container starts with; empty when it is no text, or was not read. */
    private static Optional<String> readScript(MapImage image) throws IOException, InterruptedException {
        for (String word : words(image.config())) {
            Optional<LayerEntry> file = word.startsWith("/") ? image.files().find(word) : Optional.empty();
            Optional<String> text = file.map(LayerEntry::content)
                    .map(content -> new String(content, StandardCharsets.UTF_8))
                    .filter(content -> content.indexOf('\0') < 0);
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }
}
