package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.OperationException;

/** Saves the state a machine is part of, before a side effect. */
public interface StateSaver {

    /** @throws OperationException the state could not be saved: the side effect must not be made */
    void save() throws OperationException;
}
