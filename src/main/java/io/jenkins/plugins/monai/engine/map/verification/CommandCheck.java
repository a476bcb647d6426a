package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.ShellWords;
import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import io.jenkins.plugins.monai.engine.map.verification.ImageFiles.Presence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Row 5: the command of app.json, and whether what it starts is in the image. */
final class CommandCheck {

    private CommandCheck() {}

    static void check(MapImage image, Findings findings) throws IOException, InterruptedException {
        JsonNode command = image.app().get("command");
        if (image.app().command().isEmpty()) {
            findings.error(MapCheck.COMMAND, MapImage.appKey("command") + " is missing: nothing can be started");
            return;
        }
        if (!command.isTextual()) {
            findings.warn(MapCheck.COMMAND, MapImage.appKey("command") + " is no string: " + Findings.shown(command));
        }
        List<String> words = ShellWords.program(image.app().command());
        if (words.isEmpty()) {
            findings.info(
                    MapCheck.COMMAND,
                    "what " + MapImage.appKey("command") + " starts cannot be told without running it: "
                            + Findings.shown(command.asText()));
            return;
        }
        Optional<String> problem = program(image, words);
        if (problem.isPresent()) {
            findings.error(MapCheck.COMMAND, MapImage.appKey("command") + " " + problem.get());
        }
    }

    private static Optional<String> program(MapImage image, List<String> words)
            throws IOException, InterruptedException {
        String path = image.app().environment().get("PATH");
        ProgramFinder finder = new ProgramFinder(image, image.app().workingDirectory(), path);
        Optional<String> problem = finder.problem(words.get(0));
        return problem.isPresent() ? problem : application(image, words);
    }

    /** The parts of the application that the command names must be there. */
    private static Optional<String> application(MapImage image, List<String> words)
            throws IOException, InterruptedException {
        for (String word : words.subList(1, words.size())) {
            if (!(word + "/").startsWith(image.layout().application() + "/")) {
                continue;
            }
            if (image.files().presence(word) == Presence.ABSENT) {
                return Optional.of("names " + Findings.shown(word) + ", which is not in the image");
            }
            boolean folder =
                    image.files().find(word).map(LayerEntry::isDirectory).orElse(false);
            List<String> mains = List.of(word + "/__main__.py", word + "/__main__.pyc");
            if (folder && ProgramFinder.isPython(words.get(0)) && image.files().presence(mains) == Presence.ABSENT) {
                return Optional.of("runs the folder " + Findings.shown(word) + ", which has no __main__.py");
            }
        }
        return Optional.empty();
    }
}
