package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.registry.Descriptor;
import java.io.Serializable;

/**
 * A layer that the repository has.
 *
 * @param sent whether it had to be sent
 */
public record PushedLayer(LayerMeasure measure, Descriptor blob, boolean sent) implements Serializable {

    private static final long serialVersionUID = 1L;
}
