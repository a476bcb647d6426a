package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The outputs of a build step as variables of the build steps after it: {@code imageUri} is {@code MONAI_IMAGE_URI}. */
public final class OutputVariables extends InvisibleAction implements EnvironmentContributingAction {

    private final LinkedHashMap<String, String> outputs;

    OutputVariables(Map<String, String> outputs) {
        this.outputs = new LinkedHashMap<>(outputs);
    }

    @Override
    public void buildEnvironment(Run<?, ?> run, EnvVars environment) {
        outputs.forEach((name, value) -> environment.put(variable(name), value));
    }

    static String variable(String output) {
        return "MONAI_" + output.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
