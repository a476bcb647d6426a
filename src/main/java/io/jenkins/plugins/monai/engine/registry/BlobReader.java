package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a blob while it arrives. It need not read to the end. It is called anew from the first byte when the transfer
 * broke, and what it made counts only when {@link RegistryClient#blob} returns: the digest is known at the end.
 */
@FunctionalInterface
public interface BlobReader<T> {

    T read(InputStream content) throws IOException;
}
