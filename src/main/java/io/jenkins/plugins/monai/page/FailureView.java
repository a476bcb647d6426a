package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What an operation failed of, and what to do about it. */
@ExportedBean(defaultVisibility = 3)
public final class FailureView {

    private final OperationSnapshot snapshot;

    FailureView(OperationSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Exported
    public String getPhase() {
        return snapshot.getFailedPhase();
    }

    /** A sentence without its full stop. */
    @Exported
    public String getProblem() {
        return snapshot.getProblem();
    }

    /** A sentence without its full stop. */
    @Exported
    public String getRemedy() {
        return snapshot.getRemedy();
    }
}
