package io.jenkins.plugins.monai.engine.layer;

import java.io.Serializable;

/**
 * What was found out about a layer by going through its files once.
 *
 * @param name that of its {@link LayerSpec}
 * @param diffId digest of its tar: what an image's configuration names it by, and what tells whether it has changed
 * @param bytes of its tar
 * @param level of compression, 0 for none
 * @param blobDigest digest of the blob that is pushed; null where finding out costs as much as pushing it
 * @param blobBytes size of that blob; 0 where it is not known
 */
public record LayerMeasure(String name, String diffId, long bytes, int level, String blobDigest, long blobBytes)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
