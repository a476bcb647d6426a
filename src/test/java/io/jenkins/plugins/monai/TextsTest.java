package io.jenkins.plugins.monai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text is there in every language, and no text is there for nothing. */
class TextsTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final List<String> TRANSLATIONS = List.of("_ca", "_es");
    private static final Pattern KEY_IN_JAVA = Pattern.compile("Texts\\.(?:get|later)\\(\\s*\"([^\"]+)\"");
    private static final Pattern KEY_IN_JELLY = Pattern.compile("\\$\\{%([^}()]+)[}(]");
    private static final Pattern PLACE = Pattern.compile("\\{\\d+");

    /** The bundles in English, which stands for all languages without one of their own. */
    static List<Path> bundles() throws IOException {
        return files(RESOURCES, ".properties")
                .filter(path ->
                        TRANSLATIONS.stream().noneMatch(t -> path.toString().endsWith(t + ".properties")))
                .toList();
    }

    private static List<Path> jellies() throws IOException {
        return files(RESOURCES, ".jelly").toList();
    }

    @Test
    void aTextIsOfTheReadersLanguage() {
        assertEquals("AWS profile", Texts.later("AwsProfile.displayName").toString(Locale.ENGLISH));
        assertEquals("AWS profile", Texts.later("AwsProfile.displayName").toString(Locale.GERMAN));
        assertEquals(
                "Perfil d'AWS",
                Texts.later("AwsProfile.displayName")
                        .toString(new Locale.Builder().setLanguage("ca").build()));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageHasTheSameKeysAndPlaces(Path bundle) {
        Properties english = load(bundle);
        for (String translation : TRANSLATIONS) {
            Path path = translated(bundle, translation);
            Properties other = load(path);
            assertEquals(english.stringPropertyNames(), other.stringPropertyNames(), path.toString());
            for (String key : english.stringPropertyNames()) {
                assertEquals(places(english.getProperty(key)), places(other.getProperty(key)), path + ": " + key);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyTextIsAnAsciiPatternOfMessageFormat(Path bundle) throws IOException {
        for (String translation : List.of("", "_ca", "_es")) {
            Path path = translated(bundle, translation);
            assertTrue(
                    StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(path)),
                    path + ": Jenkins reads ISO 8859-1, so other letters are written as \\u00e9");
            Properties texts = load(path);
            for (String key : texts.stringPropertyNames()) {
                String text = texts.getProperty(key);
                assertFalse(text.isBlank(), path + ": " + key);
                assertFalse(
                        text.replace("''", "").contains("'"), path + ": " + key + ": an apostrophe is written twice");
                new MessageFormat(text);
            }
        }
    }

    @Test
    void everyTextOfJavaCodeIsShownByIt() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path source : files(SOURCES, ".java").toList()) {
            shown.addAll(matches(KEY_IN_JAVA, Files.readString(source)));
        }
        // These are begun in the code, and end with a name.
        assertTrue(shown.removeAll(Set.of("parameter.", "section.")));
        operations().flatMap(OperationParameters::all).forEach(parameter -> shown.add("parameter." + parameter.name()));
        operations()
                .flatMap(operation -> operation.sections().stream())
                .filter(section -> !section.name().isEmpty())
                .forEach(section -> shown.add("section." + section.name()));
        assertEquals(
                shown,
                new TreeSet<>(load(RESOURCES.resolve("io/jenkins/plugins/monai/Texts.properties"))
                        .stringPropertyNames()));
    }

    private static Stream<OperationParameters> operations() {
        return Stream.of(BuildMapParameters.ALL, InferenceParameters.CONFIGURE, InferenceParameters.REMOVE);
    }

    @ParameterizedTest
    @MethodSource("jellies")
    void everyTextOfAFormIsShownByIt(Path jelly) {
        Path bundle = Path.of(jelly.toString().replaceAll("\\.jelly$", ".properties"));
        Set<String> kept = Files.exists(bundle) ? load(bundle).stringPropertyNames() : Set.of();
        assertEquals(keysOf(jelly), new TreeSet<>(kept), bundle.toString());
    }

    private static Set<String> keysOf(Path jelly) {
        try {
            return matches(KEY_IN_JELLY, Files.readString(jelly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path translated(Path bundle, String translation) {
        return Path.of(bundle.toString().replaceAll("\\.properties$", translation + ".properties"));
    }

    private static Properties load(Path path) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(path)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList().stream();
        }
    }
}
