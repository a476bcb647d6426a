package io.jenkins.plugins.monai.docs;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.steps.BuildMapStep;
import io.jenkins.plugins.monai.steps.ConfigureInferenceStep;
import io.jenkins.plugins.monai.steps.RemoveInferenceStep;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The fields of a step's form in their order, by the captions of the sections they stand in. */
final class StepForm {

    /** The caption of the fields that are always shown. */
    static final String ALWAYS_SHOWN = "";

    /** By the steps' classes. */
    static final Map<Class<?>, OperationParameters> STEPS = Map.of(
            BuildMapStep.class, BuildMapParameters.ALL,
            ConfigureInferenceStep.class, InferenceParameters.CONFIGURE,
            RemoveInferenceStep.class, InferenceParameters.REMOVE);

    private StepForm() {}

    static Map<String, List<String>> blocks(Class<?> step) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = StepForm.class.getResourceAsStream("/io/jenkins/plugins/monai/Texts.properties")) {
            texts.load(in);
        }
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        STEPS.get(step)
                .sections()
                .forEach(section -> blocks.put(
                        texts.getProperty("section." + section.name(), ALWAYS_SHOWN),
                        section.parameters().stream().map(Parameter::name).toList()));
        return blocks;
    }

    /** What a step has for itself or inherits. */
    static InputStream resource(Class<?> step, String name) throws IOException {
        for (Class<?> type = step; type != null; type = type.getSuperclass()) {
            InputStream in = type.getResourceAsStream(type.getSimpleName() + "/" + name);
            if (in != null) {
                return in;
            }
        }
        throw new IOException(step.getSimpleName() + " has no " + name);
    }
}
