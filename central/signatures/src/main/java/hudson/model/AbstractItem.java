package hudson.model;

import java.io.File;

public abstract class AbstractItem implements Item {
    AbstractItem() {}

    public File getRootDir() {
        throw new UnsupportedOperationException();
    }

    public final String getUrl() {
        throw new UnsupportedOperationException();
    }

    public final String getFullName() {
        throw new UnsupportedOperationException();
    }
}
