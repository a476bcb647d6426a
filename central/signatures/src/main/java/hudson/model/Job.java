package hudson.model;

import java.io.File;

public abstract class Job<J extends Job<J, R>, R extends Run<J, R>> extends AbstractItem {
    Job() {}

    public R getBuildByNumber(int n) {
        throw new UnsupportedOperationException();
    }

    public File getBuildDir() {
        throw new UnsupportedOperationException();
    }
}
