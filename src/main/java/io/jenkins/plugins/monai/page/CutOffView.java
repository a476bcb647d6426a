package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.machine.LeaseTerms;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.lang.management.ManagementFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What is known of a build whose controller ended while it made something, and which nobody has taken up since. */
@ExportedBean(defaultVisibility = 3)
public final class CutOffView {

    private final OperationSnapshot snapshot;
    private final long controllerStartMillis;

    CutOffView(OperationSnapshot snapshot) {
        this(snapshot, ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** @param controllerStartMillis when this controller started: the one that held the machine's lease was dead by then */
    CutOffView(OperationSnapshot snapshot, long controllerStartMillis) {
        this.snapshot = snapshot;
        this.controllerStartMillis = controllerStartMillis;
    }

    /** The last phase that has begun. */
    @Exported
    public String getPhase() {
        return last().getName();
    }

    /** When the operation was last heard of, milliseconds since the epoch. */
    @Exported
    public long getLastHeardMillis() {
        return Math.max(last().getStartMillis(), last().getEndMillis());
    }

    /** For people, in the controller's time zone. */
    public String getLastHeard() {
        return Quantities.when(getLastHeardMillis());
    }

    /** The machine that may still run; null where none can. */
    @Exported
    public String getInstanceId() {
        return mayRun() ? snapshot.getOutputs().get("instanceId") : null;
    }

    /** When the machine ends itself at the latest, milliseconds since the epoch; 0 without one. */
    @Exported
    public long getLatestEndMillis() {
        if (!mayRun()) {
            return 0;
        }
        long lease = snapshot.getLeaseMillis();
        long longest = snapshot.getCost().latestEndMillis();
        return lease == 0 ? longest : Math.min(longest + LeaseTerms.SLACK.toMillis(), controllerStartMillis + lease);
    }

    /** For people, in the controller's time zone. */
    public String getLatestEnd() {
        return Quantities.when(getLatestEndMillis());
    }

    /** On all that the run has made: {@code KEY=VALUE}. */
    @Exported
    public String getTag() {
        return RunIdentity.RUN_TAG + "=" + snapshot.getRunId();
    }

    private boolean mayRun() {
        return snapshot.getCost() != null && snapshot.getCost().isRunning();
    }

    private PhaseRecord last() {
        return snapshot.getPhases().get(snapshot.getPhases().size() - 1);
    }
}
