package io.jenkins.plugins.monai.engine.machine.ephemeral;

import io.jenkins.plugins.monai.engine.operation.OperationException;

/** EC2 takes the run's spot machine back, or has done so. */
public final class MachineTakenBackException extends OperationException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason EC2's code, or what the notice says */
    public MachineTakenBackException(String instanceId, String reason) {
        super(
                "EC2 takes the spot machine " + instanceId + " back (" + reason + ")",
                "Run it again, raise 'spotRestarts', or set 'market' to 'spot-then-on-demand' or 'on-demand'");
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
