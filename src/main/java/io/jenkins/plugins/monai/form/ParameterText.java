package io.jenkins.plugins.monai.form;

import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import java.util.List;
import java.util.Map;

/** A parameter's value as a form has it: a text. */
public final class ParameterText {

    private ParameterText() {}

    /** @return empty for null */
    public static String of(Object value) {
        if (value instanceof List<?> list) {
            return Lines.join(list.stream().map(Object::toString).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return EndpointLines.join(map);
        }
        return value == null ? "" : value.toString();
    }

    /**
     * @param text not blank
     * @throws IllegalArgumentException it is no number where one is wanted, or a line has no key
     */
    public static Object parse(Parameter<?> parameter, String text) {
        return switch (parameter.kind()) {
            case NUMBER -> number(parameter, text);
            case FLAG -> Boolean.valueOf(text);
            case LIST -> Lines.split(text);
            case MAP -> EndpointLines.parse(text);
            default -> text.trim();
        };
    }

    private static Number number(Parameter<?> parameter, String text) {
        try {
            return parameter.otherwise() instanceof Long
                    ? (Number) Long.valueOf(text.trim())
                    : Integer.valueOf(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Texts.get("ParameterText.noNumber", text), e);
        }
    }

    /** For a form's field. */
    @SuppressWarnings("unchecked") // what is parsed is of the parameter's type
    public static <T> FormChecks.Rule check(Parameter<T> parameter) {
        return text -> parameter.check((T) parse(parameter, text));
    }
}
