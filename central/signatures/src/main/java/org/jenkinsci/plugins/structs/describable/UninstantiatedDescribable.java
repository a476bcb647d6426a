package org.jenkinsci.plugins.structs.describable;

import java.util.Map;

public class UninstantiatedDescribable {
    private UninstantiatedDescribable() {}

    public Map<String, ?> getArguments() {
        throw new UnsupportedOperationException();
    }
}
