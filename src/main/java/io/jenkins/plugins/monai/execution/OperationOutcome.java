package io.jenkins.plugins.monai.execution;

import java.util.Map;

/** Told once how the operation ended. */
interface OperationOutcome {
    void succeeded(Map<String, String> outputs);

    void failed(Throwable cause);
}
