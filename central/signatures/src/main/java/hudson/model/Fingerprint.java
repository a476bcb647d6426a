package hudson.model;

import java.io.IOException;
import java.util.List;

public class Fingerprint {
    Fingerprint() {}

    public BuildPtr getOriginal() {
        throw new UnsupportedOperationException();
    }

    public synchronized List<String> getJobs() {
        throw new UnsupportedOperationException();
    }

    public RangeSet getRangeSet(String jobFullName) {
        throw new UnsupportedOperationException();
    }

    public void addFor(Run<?, ?> b) throws IOException {
        throw new UnsupportedOperationException();
    }

    public static class BuildPtr {
        BuildPtr() {}

        public String getName() {
            throw new UnsupportedOperationException();
        }

        public int getNumber() {
            throw new UnsupportedOperationException();
        }
    }

    public static final class RangeSet {
        RangeSet() {}

        public Iterable<Integer> listNumbersReverse() {
            throw new UnsupportedOperationException();
        }
    }
}
