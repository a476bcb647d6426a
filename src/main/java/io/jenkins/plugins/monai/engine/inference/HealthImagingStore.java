package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import java.io.Serializable;
import java.util.Objects;

/** The AWS HealthImaging data store that inputs and results are imported into. Immutable. */
public final class HealthImagingStore implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String datastoreId;
    private final String dataAccessRole;

    /**
     * @param datastoreId 32 lower-case letters and digits
     * @param dataAccessRole name or ARN of the role with which the service reads the bucket
     */
    public HealthImagingStore(String datastoreId, String dataAccessRole) {
        this.datastoreId = Objects.requireNonNull(datastoreId, "datastoreId");
        this.dataAccessRole = Objects.requireNonNull(dataAccessRole, "dataAccessRole");
    }

    public String datastoreId() {
        return datastoreId;
    }

    public String dataAccessRole() {
        return dataAccessRole;
    }

    void check() throws OperationException {
        TextParameter.HEALTH_IMAGING_DATASTORE.check(datastoreId);
        TextParameter.HEALTH_IMAGING_ROLE.check(dataAccessRole);
    }
}
