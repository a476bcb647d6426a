package hudson.model;

import hudson.util.KeyedDataStorage;
import java.io.IOException;

public final class FingerprintMap extends KeyedDataStorage<Fingerprint, Object> {
    FingerprintMap() {}

    public Fingerprint getOrCreate(Run<?, ?> build, String fileName, String md5sum) throws IOException {
        throw new UnsupportedOperationException();
    }
}
