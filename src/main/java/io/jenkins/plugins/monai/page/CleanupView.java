package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What became of one resource. */
@ExportedBean(defaultVisibility = 3)
public final class CleanupView {

    private final CleanupEntry entry;

    CleanupView(CleanupEntry entry) {
        this.entry = entry;
    }

    @Exported
    public ResourceKind getKind() {
        return entry.getKind();
    }

    @Exported
    public String getId() {
        return entry.getId();
    }

    @Exported
    public CleanupEntry.Outcome getOutcome() {
        return entry.getOutcome();
    }

    /** Why it is left; else empty. */
    @Exported
    public String getNote() {
        return entry.getNote();
    }

    /** Milliseconds since the epoch. */
    @Exported
    public long getMillis() {
        return entry.getMillis();
    }
}
