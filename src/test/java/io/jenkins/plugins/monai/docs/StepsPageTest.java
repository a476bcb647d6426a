package io.jenkins.plugins.monai.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.steps.BuildMapStep;
import io.jenkins.plugins.monai.steps.ConfigureInferenceStep;
import io.jenkins.plugins.monai.steps.RemoveInferenceStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms, their help and docs/steps.md say the same. */
class StepsPageTest {

    private static final Path PAGE = Path.of("docs/steps.md");

    /** {@code -Ddocs.update} writes the page rather than judging it. */
    private static final boolean UPDATE = System.getProperty("docs.update") != null;

    @Test
    void thePageIsMadeFromTheHelpOfTheFields() throws IOException {
        String page = Files.readString(PAGE);
        String made = page;
        for (Class<?> step : List.of(BuildMapStep.class, ConfigureInferenceStep.class, RemoveInferenceStep.class)) {
            made = new StepsPage(step).in(made);
        }
        if (UPDATE) {
            Files.writeString(PAGE, made);
        } else {
            assertEquals(made, page, "Write docs/steps.md anew: docs/developing.md says how");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {BuildMapStep.class, ConfigureInferenceStep.class, RemoveInferenceStep.class})
    void everyParameterHasAFieldAndHelp(Class<?> step) throws IOException {
        Set<String> fields = new TreeSet<>();
        StepForm.blocks(step).values().forEach(fields::addAll);
        assertEquals(new StepsPage(step).parameters(), fields);
        for (String field : fields) {
            FieldHelp help = FieldHelp.of(step, field);
            assertFalse(help.meaning().isEmpty(), field);
            assertFalse(help.fact("Default").isEmpty(), field + " says no default");
            assertEquals(Set.of(), unknown(help), field);
        }
    }

    /** The help of a field stands in a file, for other pages of Jenkins show it too; it says what the declaration says. */
    @ParameterizedTest
    @ValueSource(classes = {BuildMapStep.class, ConfigureInferenceStep.class, RemoveInferenceStep.class})
    void theHelpTellsTheRangeAndTheDefaultThatAreDeclared(Class<?> step) throws IOException {
        for (Parameter<?> parameter : StepForm.STEPS.get(step).all().toList()) {
            FieldHelp help = FieldHelp.of(step, parameter.name());
            if (parameter.kind() == Parameter.Kind.NUMBER && parameter.bounds().highest() < Integer.MAX_VALUE) {
                String range = parameter.bounds().lowest() + " to "
                        + parameter.bounds().highest();
                assertTrue((help.fact("Values") + " ").startsWith(range + " "), parameter.name() + ": " + range);
            }
            for (String choice : parameter.choices()) {
                assertTrue(help.fact("Values").contains("`" + choice + "`"), parameter.name() + ": " + choice);
            }
            for (String word : words(parameter.otherwise())) {
                assertTrue(plain(help.fact("Default")).contains(word), parameter.name() + ": " + word);
            }
        }
    }

    private static List<String> words(Object otherwise) {
        return otherwise == null || otherwise instanceof Map<?, ?>
                ? List.of()
                : otherwise instanceof List<?> list
                        ? list.stream().map(Object::toString).toList()
                        : List.of(otherwise.toString());
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "").replace(",", "");
    }

    private static Set<String> unknown(FieldHelp help) {
        Set<String> unknown = new TreeSet<>(help.facts().keySet());
        unknown.removeAll(Set.of("Values", "Default", "Example"));
        return unknown;
    }
}
