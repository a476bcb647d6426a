package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One place where the machine was looked for, and what came of it. */
@ExportedBean(defaultVisibility = 3)
public final class AttemptView {

    private final LaunchAttempt attempt;

    AttemptView(LaunchAttempt attempt) {
        this.attempt = attempt;
    }

    /** {@code spot} or {@code on-demand}. */
    @Exported
    public String getMarket() {
        return attempt.getMarket().toString();
    }

    @Exported
    public String getInstanceType() {
        return attempt.getInstanceType();
    }

    @Exported
    public String getSubnetId() {
        return attempt.getSubnetId();
    }

    @Exported
    public LaunchAttempt.Outcome getOutcome() {
        return attempt.getOutcome();
    }

    /** EC2's code, or its notice; empty for a machine that runs or ran. */
    @Exported
    public String getDetail() {
        return attempt.getDetail();
    }

    /** Null where nothing was launched. */
    @Exported
    public String getInstanceId() {
        return attempt.getInstanceId();
    }
}
