package io.jenkins.plugins.monai.engine.parameter;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The values that were given, by parameter. Immutable. */
public final class Values {

    private static final Values NONE = new Values(Map.of());

    private final Map<String, Object> given;

    private Values(Map<String, Object> given) {
        this.given = Collections.unmodifiableMap(given);
    }

    public static Values none() {
        return NONE;
    }

    /** @param value null, or an empty list or map, to leave it as it is */
    public <T> Values with(Parameter<T> parameter, T value) {
        if (value == null
                || value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty()) {
            return this;
        }
        Map<String, Object> more = new HashMap<>(given);
        more.put(parameter.name(), value);
        return new Values(more);
    }

    /** The value that was given, else the parameter's default; null where it has none. */
    @SuppressWarnings("unchecked") // with() takes nothing else
    public <T> T get(Parameter<T> parameter) {
        return (T) given.getOrDefault(parameter.name(), parameter.otherwise());
    }
}
