package hudson.util;

import java.io.IOException;

public abstract class KeyedDataStorage<T, P> {
    protected KeyedDataStorage() {}

    public T get(String key) throws IOException {
        throw new UnsupportedOperationException();
    }
}
