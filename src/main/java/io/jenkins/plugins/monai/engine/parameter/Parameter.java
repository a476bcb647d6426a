package io.jenkins.plugins.monai.engine.parameter;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The home of a parameter: what the steps, the profiles, the forms, the checks, the requests and the documentation know
 * of it they read here. Immutable; the methods that change something return a changed copy.
 *
 * @param name as a Pipeline writes it, a property of the step's and of the profile's class
 * @param otherwise what is taken where nobody names a value; null for nothing
 * @param rule what a value must be besides being of its kind
 * @param mandatory whether there must be a value
 * @param companion the parameter that makes this one mandatory by having a value; null for none
 * @param bounds of a number; null for other kinds
 * @param choices of a {@link Kind#CHOICE}; empty for other kinds
 * @param adding of a {@link Kind#LIST}: whether the step's values come behind the profile's, instead of in their place
 */
public record Parameter<T>(
        String name,
        Kind kind,
        T otherwise,
        Rule<T> rule,
        boolean mandatory,
        Parameter<?> companion,
        Bounds bounds,
        List<String> choices,
        boolean adding) {

    public Parameter {
        choices = List.copyOf(choices);
    }

    /** What a value is, and with it what field of a form it has. */
    public enum Kind {
        TEXT,
        /** A text out of a few. */
        CHOICE,
        /** {@link Integer} or {@link Long}. */
        NUMBER,
        FLAG,
        /** Texts in an order. */
        LIST,
        /** Texts by texts. */
        MAP,
        /** The id of credentials of the Jenkins store. */
        CREDENTIALS,
        /** The name of an AWS profile. */
        PROFILE
    }

    /** Of a number, both inclusive. */
    public record Bounds(long lowest, long highest) {}

    /** A check of a value. */
    public interface Rule<T> {
        /** @throws OperationException the value cannot be right; the message names the parameter */
        void check(T value) throws OperationException;
    }

    public static Parameter<String> text(String name, Rule<String> rule) {
        return new Parameter<>(name, Kind.TEXT, null, rule, false, null, null, List.of(), false);
    }

    /** A text of which nothing can be said without asking somebody. */
    public static Parameter<String> text(String name) {
        return text(name, value -> {});
    }

    /** @param what a value is, with its article: for the message */
    public static Parameter<String> text(String name, String pattern, String what) {
        Pattern compiled = Pattern.compile(pattern);
        return text(name, value -> {
            if (!compiled.matcher(value).matches()) {
                throw new OperationException(
                        "'" + ForeignText.value(value) + "' in '" + name + "' is not " + what, "Correct " + name);
            }
        });
    }

    /** A text of which the steps alone know more. */
    public static Parameter<String> text(String name, Kind kind) {
        return new Parameter<>(name, kind, null, value -> {}, false, null, null, List.of(), false);
    }

    public static Parameter<String> choice(String name, List<String> choices, Rule<String> rule) {
        return new Parameter<>(name, Kind.CHOICE, null, rule, false, null, null, choices, false);
    }

    public static Parameter<Boolean> flag(String name, boolean otherwise) {
        return new Parameter<>(name, Kind.FLAG, otherwise, value -> {}, false, null, null, List.of(), false);
    }

    public static Parameter<Integer> number(String name, int lowest, int highest, int otherwise) {
        return number(name, new Bounds(lowest, highest), otherwise);
    }

    public static <N extends Number> Parameter<N> number(String name, Bounds bounds, N otherwise) {
        Rule<N> rule = value -> {
            if (value.longValue() < bounds.lowest() || value.longValue() > bounds.highest()) {
                throw new OperationException(
                        "'" + name + "' is " + value,
                        "Choose a value from " + bounds.lowest() + " to " + bounds.highest());
            }
        };
        return new Parameter<>(name, Kind.NUMBER, otherwise, rule, false, null, bounds, List.of(), false);
    }

    /** @param each what each value must be */
    public static Parameter<List<String>> list(Parameter<String> each) {
        Rule<List<String>> rule = values -> {
            for (String value : values) {
                each.check(value);
            }
        };
        return new Parameter<>(each.name(), Kind.LIST, List.of(), rule, false, null, null, List.of(), false);
    }

    /** @param rule what the values must be together */
    public static Parameter<List<String>> addingList(String name, Rule<List<String>> rule) {
        return new Parameter<>(name, Kind.LIST, List.of(), rule, false, null, null, List.of(), true);
    }

    public static Parameter<Map<String, String>> map(String name, Rule<Map<String, String>> rule) {
        return new Parameter<>(name, Kind.MAP, Map.of(), rule, false, null, null, List.of(), false);
    }

    public Parameter<T> withDefault(T value) {
        return new Parameter<>(name, kind, value, rule, mandatory, companion, bounds, choices, adding);
    }

    public Parameter<T> required() {
        return new Parameter<>(name, kind, otherwise, rule, true, companion, bounds, choices, adding);
    }

    public Parameter<T> requiredWith(Parameter<?> other) {
        return new Parameter<>(name, kind, otherwise, rule, mandatory, other, bounds, choices, adding);
    }

    /**
     * @param value null where it is left out, which is right
     * @throws OperationException the value cannot be right; the message names the parameter
     */
    public void check(T value) throws OperationException {
        if (value != null) {
            rule.check(value);
        }
    }
}
