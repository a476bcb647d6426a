package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/** The AWS HealthImaging data store that inputs and results are imported into. Immutable. */
public final class HealthImagingStore implements Serializable {

    private static final long serialVersionUID = 1L;

    /** API_StartDICOMImportJob in the AWS HealthImaging API reference. */
    private static final Pattern DATASTORE = Pattern.compile("[0-9a-z]{32}");

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
        if (!DATASTORE.matcher(datastoreId).matches()) {
            throw new OperationException(
                    "'" + datastoreId + "' in 'healthImagingDatastore' is no id of a data store",
                    "Take the id from the HealthImaging console: 32 letters and digits");
        }
        RequestCheck.requireRole("healthImagingRole", dataAccessRole);
    }
}
