package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the credentials lack for one operation. Immutable. */
public final class OperationPermissions implements Serializable {

    private static final long serialVersionUID = 1L;

    private final AwsCaller operation;
    private final ArrayList<String> allowed;
    private final ArrayList<ActionFinding> missing;
    private final ArrayList<ActionFinding> unchecked;

    OperationPermissions(
            AwsCaller operation, List<String> allowed, List<ActionFinding> missing, List<ActionFinding> unchecked) {
        this.operation = operation;
        this.allowed = new ArrayList<>(allowed);
        this.missing = new ArrayList<>(missing);
        this.unchecked = new ArrayList<>(unchecked);
    }

    public AwsCaller operation() {
        return operation;
    }

    /** The actions that the credentials are known to have, in alphabetical order. */
    public List<String> allowed() {
        return Collections.unmodifiableList(allowed);
    }

    /** The actions that the credentials are known to lack, in alphabetical order. */
    public List<ActionFinding> missing() {
        return Collections.unmodifiableList(missing);
    }

    /** The actions of which nothing is known, in alphabetical order. */
    public List<ActionFinding> unchecked() {
        return Collections.unmodifiableList(unchecked);
    }

    /** Whether nothing is missing that the operation always needs. What was not checked does not count. */
    public boolean isSufficient() {
        return missing.stream().allMatch(m -> m.onlyFor().isPresent());
    }
}
