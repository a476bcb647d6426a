package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The outcome of a {@link PermissionCheck}. Immutable. */
public final class PermissionReport implements Serializable {

    private static final long serialVersionUID = 1L;

    private final CallerIdentity caller;
    private final String whyNotSimulated;
    private final ArrayList<OperationPermissions> operations;

    PermissionReport(CallerIdentity caller, String whyNotSimulated, List<OperationPermissions> operations) {
        this.caller = caller;
        this.whyNotSimulated = whyNotSimulated;
        this.operations = new ArrayList<>(operations);
    }

    public CallerIdentity caller() {
        return caller;
    }

    /**
     * Why IAM did not tell, so that only what can be tried without changing anything was tried: a sentence without its
     * full stop. Empty when IAM told.
     */
    public Optional<String> whyNotSimulated() {
        return Optional.ofNullable(whyNotSimulated);
    }

    /** One for each operation that was asked about, in that order. */
    public List<OperationPermissions> operations() {
        return Collections.unmodifiableList(operations);
    }
}
