package io.jenkins.plugins.monai.form;

import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Parameter.Kind;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The properties of steps and of profiles, which are called as the parameters are. */
public final class Beans {

    private Beans() {}

    /** @param beans the weakest first: a value of a later one counts */
    public static Values values(OperationParameters parameters, Object... beans) {
        Values values = Values.none();
        for (Parameter<?> parameter : (Iterable<Parameter<?>>) parameters.all()::iterator) {
            for (Object bean : beans) {
                values = with(values, parameter, get(bean, parameter.name()));
            }
        }
        return values;
    }

    /** Whether its class has such a property. */
    public static boolean has(Class<?> type, String name) {
        return find(type, name).isPresent();
    }

    /** @return null for no such property, for one that is not set, and for a flag that is not raised */
    public static Object get(Object bean, String name) {
        return find(bean.getClass(), name)
                .map(property -> call(property.getReadMethod(), bean))
                .filter(value -> !Boolean.FALSE.equals(value) || isThreeValued(bean, name))
                .orElse(null);
    }

    /** @throws java.util.NoSuchElementException there is no such property */
    public static void set(Object bean, String name, Object value) {
        call(find(bean.getClass(), name).orElseThrow().getWriteMethod(), bean, value);
    }

    /** What is set, by the properties' names. */
    public static Map<String, Object> given(Object bean) {
        Map<String, Object> given = new TreeMap<>();
        properties(bean.getClass())
                .filter(property -> property.getWriteMethod() != null)
                .forEach(property -> {
                    Object value = get(bean, property.getName());
                    if (value != null) {
                        given.put(property.getName(), value);
                    }
                });
        return given;
    }

    @SuppressWarnings("unchecked") // the property's type is the parameter's, but for what fits() tells apart
    private static <T> Values with(Values values, Parameter<T> parameter, Object value) {
        if (!fits(parameter.kind(), value)) {
            return values;
        }
        Object all = parameter.adding() ? joined((List<?>) values.get(parameter), (List<?>) value) : value;
        return values.with(parameter, (T) all);
    }

    private static List<?> joined(List<?> first, List<?> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    /** A profile has its own credentials, and keeps some things in another form. */
    private static boolean fits(Kind kind, Object value) {
        return switch (kind) {
            case LIST -> value instanceof List<?>;
            case MAP -> value instanceof Map<?, ?>;
            case CREDENTIALS, PROFILE -> false;
            default -> true;
        };
    }

    private static boolean isThreeValued(Object bean, String name) {
        return find(bean.getClass(), name).orElseThrow().getPropertyType() != boolean.class;
    }

    private static Optional<PropertyDescriptor> find(Class<?> type, String name) {
        return properties(type)
                .filter(property -> property.getName().equals(name))
                .findFirst();
    }

    private static Stream<PropertyDescriptor> properties(Class<?> type) {
        try {
            return Stream.of(Introspector.getBeanInfo(type).getPropertyDescriptors())
                    .filter(property -> property.getReadMethod() != null);
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(Method method, Object bean, Object... arguments) {
        try {
            return method.invoke(bean, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
