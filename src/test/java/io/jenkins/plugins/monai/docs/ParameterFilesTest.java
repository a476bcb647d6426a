package io.jenkins.plugins.monai.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a parameter costs: docs/developing.md has the list of the files. */
class ParameterFilesTest {

    private static final Path SOURCES = Path.of("src/main");
    private static final int MOST = 6;

    /** Its texts in three languages and its help, which every parameter has. */
    private static final Pattern TEXTS = Pattern.compile("Texts(_\\w+)?\\.properties|help-\\w+\\.html");

    /** Those that two parts of the engine use at the most; others grow with what they are used for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "idleMinutes",
                "capacityMinutes",
                "workFolder",
                "failureDestination",
                "inferredPrefix",
                "failedPrefix",
                "maxStudyBytes",
                "maxStudyFiles",
                "maxStudyMinutes",
                "requireDeidentified",
                "healthImagingDatastore",
                "healthImagingRole",
                "stopAfterwards",
                "smokeTestStudy"
            })
    void aParameterStandsInFewFilesBesideItsTexts(String parameter) throws IOException {
        List<Path> files = filesWith(parameter);
        assertTrue(files.size() >= 3, "a parameter is declared, is a step's property and is used: " + files);
        assertTrue(files.size() <= MOST, parameter + " stands in " + files);
    }

    /** As a property's name, in the names of its getter and setter, and as a constant. */
    private static List<Path> filesWith(String parameter) throws IOException {
        String capital = parameter.substring(0, 1).toUpperCase(Locale.ROOT) + parameter.substring(1);
        String constant = parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        Pattern name = Pattern.compile("\\b(" + parameter + "|(get|is|set)" + capital + "|" + constant + ")\\b");
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(Files::isRegularFile)
                    .filter(path ->
                            !TEXTS.matcher(path.getFileName().toString()).matches())
                    .filter(path -> path.toString().matches(".*\\.(java|jelly|js|properties)"))
                    .filter(path -> name.matcher(text(path)).find())
                    .toList();
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
