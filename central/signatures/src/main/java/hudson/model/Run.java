package hudson.model;

import java.io.File;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> {
    private Run() {}

    public J getParent() {
        throw new UnsupportedOperationException();
    }

    public int getNumber() {
        throw new UnsupportedOperationException();
    }

    public File getRootDir() {
        throw new UnsupportedOperationException();
    }
}
