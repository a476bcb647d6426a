package io.jenkins.plugins.monai.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.monai.steps.BuildMapStep;
import io.jenkins.plugins.monai.steps.ConfigureInferenceStep;
import io.jenkins.plugins.monai.steps.RemoveInferenceStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        StepForm.of(step).blocks().values().forEach(fields::addAll);
        assertEquals(new StepsPage(step).parameters(), fields);
        for (String field : fields) {
            FieldHelp help = FieldHelp.of(step, field);
            assertFalse(help.meaning().isEmpty(), field);
            assertFalse(help.fact("Default").isEmpty(), field + " says no default");
            assertEquals(Set.of(), unknown(help), field);
        }
    }

    private static Set<String> unknown(FieldHelp help) {
        Set<String> unknown = new TreeSet<>(help.facts().keySet());
        unknown.removeAll(Set.of("Values", "Default", "Example"));
        return unknown;
    }
}
