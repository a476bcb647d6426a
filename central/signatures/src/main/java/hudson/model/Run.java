package hudson.model;

import java.io.File;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> {
    public String getFullDisplayName() {
        throw new UnsupportedOperationException();
    }

    public File getRootDir() {
        throw new UnsupportedOperationException();
    }
}
