package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.DescribableModel;

/** Puts the variables of a freestyle build in for {@code $NAME} and {@code ${NAME}} in a step's parameters. */
final class Expansion {

    /**
     * Whoever starts a build may choose its variables, but not whose credentials it uses nor where those are sent: the
     * former are expanded where they are looked up, with that person's rights, the latter are not.
     */
    private static final Set<String> AS_WRITTEN = Set.of("credentialsId", "endpoints");

    private final EnvVars variables;

    private Expansion(EnvVars variables) {
        this.variables = variables;
    }

    /** A copy of the step. */
    static AwsStep of(AwsStep step, EnvVars variables) {
        @SuppressWarnings("unchecked") // an object's class is one of its own type
        Class<AwsStep> type = (Class<AwsStep>) step.getClass();
        DescribableModel<AwsStep> model = DescribableModel.of(type);
        return model.instantiate(
                new Expansion(variables).map(model.uninstantiate2(step).getArguments()));
    }

    private Map<String, Object> map(Map<?, ?> values) {
        Map<String, Object> expanded = new LinkedHashMap<>();
        values.forEach((name, value) ->
                expanded.put(name.toString(), AS_WRITTEN.contains(name.toString()) ? value : value(value)));
        return expanded;
    }

    private Object value(Object value) {
        if (value instanceof String text) {
            return variables.expand(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::value).toList();
        }
        return value instanceof Map<?, ?> map ? map(map) : value;
    }
}
