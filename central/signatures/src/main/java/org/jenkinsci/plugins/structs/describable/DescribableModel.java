package org.jenkinsci.plugins.structs.describable;

import java.util.Map;

public final class DescribableModel<T> {
    private DescribableModel() {}

    public static <T> DescribableModel<T> of(Class<T> clazz) {
        throw new UnsupportedOperationException();
    }

    public T instantiate(Map<String, ?> arguments) throws IllegalArgumentException {
        throw new UnsupportedOperationException();
    }

    public UninstantiatedDescribable uninstantiate2(T o) throws UnsupportedOperationException {
        throw new UnsupportedOperationException();
    }
}
