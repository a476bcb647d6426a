package net.sf.json;

import java.util.Iterator;

public final class JSONArray implements Iterable<Object> {
    private JSONArray() {}

    public static JSONArray fromObject(Object object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<Object> iterator() {
        throw new UnsupportedOperationException();
    }
}
