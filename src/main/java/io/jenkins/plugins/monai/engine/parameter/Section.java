package io.jenkins.plugins.monai.engine.parameter;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;

/**
 * Parameters that stand together in forms and in the documentation. Immutable.
 *
 * @param name by which its caption is found; empty for what is always shown
 * @param rare whether a profile's form folds it, as a step's form folds all that have a name
 * @param rule what the values must be to each other
 */
public record Section(String name, boolean rare, List<Parameter<?>> parameters, Rule rule) {

    public Section {
        parameters = List.copyOf(parameters);
    }

    /** A check of values that belong together. */
    public interface Rule {
        /**
         * @param name the parameter that is looked at: only what concerns it counts
         * @throws OperationException the values do not go together; the message names the parameters
         */
        void check(Values values, String name) throws OperationException;
    }

    /** Each value may be what it is whatever the others are. */
    private static final Rule NO_RULE = (values, name) -> {};

    public static Section of(String name, Parameter<?>... parameters) {
        return new Section(name, false, List.of(parameters), NO_RULE);
    }

    public static Section rare(String name, Parameter<?>... parameters) {
        return new Section(name, true, List.of(parameters), NO_RULE);
    }

    public boolean hasRule() {
        return rule != NO_RULE;
    }

    public Section together(Rule value) {
        return new Section(name, rare, parameters, value);
    }
}
