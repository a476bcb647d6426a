package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.io.Serializable;
import java.util.Objects;

/** The AWS HealthImaging data store that inputs and results are imported into. Immutable. */
public final class HealthImagingStore implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String datastoreId;
    private final String dataAccessRole;

    private HealthImagingStore(String datastoreId, String dataAccessRole) {
        this.datastoreId = datastoreId;
        this.dataAccessRole = Objects.requireNonNull(dataAccessRole, "dataAccessRole");
    }

    /** @return null where nothing is to be imported */
    public static HealthImagingStore of(Values values) {
        String datastore = values.get(InferenceParameters.HEALTH_IMAGING_DATASTORE);
        return datastore == null
                ? null
                : new HealthImagingStore(datastore, values.get(InferenceParameters.HEALTH_IMAGING_ROLE));
    }

    public String datastoreId() {
        return datastoreId;
    }

    public String dataAccessRole() {
        return dataAccessRole;
    }

    void check() throws OperationException {
        InferenceParameters.HEALTH_IMAGING_DATASTORE.check(datastoreId);
        InferenceParameters.HEALTH_IMAGING_ROLE.check(dataAccessRole);
    }
}
