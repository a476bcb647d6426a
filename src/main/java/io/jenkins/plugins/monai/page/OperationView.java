package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.cost.CostEstimate;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jenkins.security.stapler.StaplerAccessibleType;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.framework.io.LargeText;

/** An operation as it is at one moment: what the page shows and what the API answers. */
@ExportedBean(defaultVisibility = 2)
@StaplerAccessibleType
public final class OperationView {

    /** How it stands with an operation. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** The process that drove it ended, and no other has taken it up. */
        INTERRUPTED
    }

    private final OperationRecord record;
    private final OperationSnapshot snapshot;
    private final boolean live;
    private final File log;
    private final File task;
    private final boolean mayRemove;
    private final long nowMillis;

    /**
     * @param task there for an operation that can be cleaned up after
     * @param mayRemove whether whoever asks may do that
     */
    OperationView(OperationRecord record, File log, File task, boolean mayRemove, long nowMillis) {
        this.record = record;
        this.task = task;
        this.mayRemove = mayRemove;
        this.live = record.isLive();
        this.snapshot = record.snapshot().orElse(null);
        this.log = log;
        this.nowMillis = nowMillis;
    }

    @Exported
    public String getRunId() {
        return record.getRunId();
    }

    /** The Pipeline step's name. */
    @Exported
    public String getStep() {
        return record.getStep();
    }

    /** An application, a bucket. */
    @Exported
    public String getSubject() {
        return record.getSubject();
    }

    /** The MAP's title and version; null where they are not known. */
    @Exported
    public String getTitle() {
        String title =
                snapshot == null || snapshot.getVerification() == null ? "" : MapTitle.of(snapshot.getVerification());
        return title.isEmpty() ? null : title;
    }

    @Exported
    public String getRegion() {
        return record.getRegion();
    }

    @Exported
    public String getAccountId() {
        return snapshot == null ? null : snapshot.getAccountId();
    }

    @Exported
    public State getState() {
        if (snapshot != null && snapshot.isFinished()) {
            return snapshot.isFailed() ? State.FAILED : State.SUCCEEDED;
        }
        return live ? State.RUNNING : State.INTERRUPTED;
    }

    /** Milliseconds since the epoch; 0 for an operation that did not begin. */
    @Exported
    public long getStartMillis() {
        return snapshot == null ? 0 : snapshot.getStartMillis();
    }

    /** What is waited for; null while something is done, and when all is over. */
    @Exported
    public String getWaitingFor() {
        return snapshot == null || !live ? null : snapshot.getWaitingFor();
    }

    /** The first failure; null without one. */
    @Exported(inline = true)
    public FailureView getFailure() {
        return snapshot == null || !snapshot.isFailed() ? null : new FailureView(snapshot);
    }

    @Exported(inline = true)
    public List<PhaseView> getPhases() {
        return snapshot == null ? List.of() : PhaseView.all(snapshot, live, nowMillis);
    }

    /** The phase that is at work; null without one. */
    @Exported
    public String getCurrentPhase() {
        return snapshot == null || !live ? null : snapshot.getCurrentPhase();
    }

    /** What the step returns, as far as it is known. */
    @Exported
    public Map<String, String> getOutputs() {
        return snapshot == null ? record.getOutputs() : snapshot.getOutputs();
    }

    /** The same for people. */
    public List<OutputView> getShownOutputs() {
        return OutputView.all(getOutputs());
    }

    /** The image's name, its commits and digests shortened; null where there is none yet. */
    public String getImageName() {
        String image = getOutputs().get("imageUri");
        return image == null ? null : ShortNames.of(image);
    }

    public String getShortDigest() {
        return ShortNames.of(getOutputs().getOrDefault("imageDigest", ""));
    }

    /** Which builds made the image and have it run; null where Jenkins does not know it. */
    @Exported(inline = true)
    public ImageBuilds getImageBuilds() {
        return ImageBuilds.of(getOutputs().get("imageDigest"));
    }

    @Exported(inline = true)
    public List<ConsoleLink> getLinks() {
        return snapshot == null
                ? List.of()
                : new ConsoleLinks(getRegion(), snapshot.getAccountId()).of(snapshot.getOutputs());
    }

    /** Null where the price table has no price of the machine, and for operations without one. */
    @Exported(inline = true)
    public CostView getCost() {
        CostEstimate cost = snapshot == null ? null : snapshot.getCost();
        return cost == null ? null : new CostView(cost, nowMillis, getState() == State.INTERRUPTED);
    }

    /** Null for one that was not cut off, or whose step leaves nothing that is to be removed. */
    @Exported(inline = true)
    public CutOffView getCutOff() {
        boolean known = getState() == State.INTERRUPTED
                && snapshot != null
                && !snapshot.getPhases().isEmpty();
        return known && task.exists() ? new CutOffView(snapshot) : null;
    }

    /** Whether whoever asks may remove what it has left. */
    public boolean isRemovable() {
        return mayRemove && getCutOff() != null;
    }

    /** Null before there is one, and for operations that verify nothing. */
    @Exported(inline = true)
    public VerificationView getVerification() {
        return snapshot == null || snapshot.getVerification() == null
                ? null
                : new VerificationView(snapshot.getVerification());
    }

    /** Where the machine was looked for. */
    @Exported(inline = true)
    public List<AttemptView> getAttempts() {
        return snapshot == null
                ? List.of()
                : snapshot.getAttempts().stream().map(AttemptView::new).toList();
    }

    /** What was made or changed and stays. */
    @Exported
    public List<String> getChanges() {
        return snapshot == null ? List.of() : snapshot.getChanges();
    }

    @Exported(inline = true)
    public List<CleanupView> getCleanup() {
        return snapshot == null
                ? List.of()
                : snapshot.getCleanup().stream().map(CleanupView::new).toList();
    }

    /** Without what there never was. */
    public List<CleanupView> getCleanedUp() {
        return getCleanup().stream()
                .filter(entry -> entry.getOutcome() != CleanupEntry.Outcome.NOTHING)
                .toList();
    }

    /** Whether there is a machine that costs, or may come one. */
    public boolean isCosting() {
        CostView cost = getCost();
        return cost != null && (live || cost.getUsdSoFar() > 0);
    }

    /** Whether the machine has printed something, or still may. */
    @Exported
    public boolean isLogged() {
        return live || getLogBytes() > 0;
    }

    /** Of the log of the machine. */
    @Exported
    public long getLogBytes() {
        return log.length();
    }

    /** Read by byte offset: {@code logText/progressText?start=0}. */
    public LargeText getLogText() {
        return new LargeText(log, StandardCharsets.UTF_8, !live);
    }

    /** Another one whenever something is to be shown that is more than the time passing. */
    @Exported
    public String getRevision() {
        if (snapshot == null) {
            return "0";
        }
        List<Object> shown = List.of(
                snapshot.getPhases().stream()
                        .map(p -> p.getName() + p.isEnded())
                        .toList(),
                snapshot.getOutputs(),
                snapshot.getChanges(),
                snapshot.getCleanup(),
                snapshot.getVerification() != null,
                snapshot.getCost() != null,
                snapshot.getAttempts(),
                getState());
        return Integer.toHexString(shown.toString().hashCode());
    }
}
