package hudson.model;

public abstract class AbstractItem {
    AbstractItem() {}

    public final String getFullName() {
        throw new UnsupportedOperationException();
    }
}
