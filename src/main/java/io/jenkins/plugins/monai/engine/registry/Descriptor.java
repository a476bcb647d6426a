package io.jenkins.plugins.monai.engine.registry;

import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.Serializable;

/**
 * Points to a manifest, a configuration or a layer.
 *
 * @param mediaType what it is
 * @param digest of its bytes, checked for its form
 * @param size bytes
 */
public record Descriptor(String mediaType, String digest, long size) implements Serializable {

    private static final long serialVersionUID = 1L;

    public Descriptor {
        if (!Digests.isValid(digest)) {
            throw new IllegalArgumentException("'" + ForeignText.value(digest) + "' is no digest");
        }
        if (size < 0) {
            throw new IllegalArgumentException("The size of " + digest + " is negative");
        }
    }
}
