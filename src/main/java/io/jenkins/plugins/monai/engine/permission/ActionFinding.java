package io.jenkins.plugins.monai.engine.permission;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/** What was found out of one IAM action. Immutable. */
public final class ActionFinding implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String action;
    private final String reason;
    private final String onlyFor;

    ActionFinding(String action, String reason, String onlyFor) {
        this.action = Objects.requireNonNull(action);
        this.reason = Objects.requireNonNull(reason);
        this.onlyFor = onlyFor;
    }

    /** {@code ec2:RunInstances}. */
    public String action() {
        return action;
    }

    /** On what it is missing, or why it was not checked: a clause. */
    public String reason() {
        return reason;
    }

    /** In which case alone the operation needs it, a clause; empty when it always does. */
    public Optional<String> onlyFor() {
        return Optional.ofNullable(onlyFor);
    }

    @Override
    public String toString() {
        return action + ": " + reason + (onlyFor == null ? "" : " (" + onlyFor + ")");
    }
}
