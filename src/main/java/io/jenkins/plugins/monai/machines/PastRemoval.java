package io.jenkins.plugins.monai.machines;

import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.reaper.FoundResource;
import io.jenkins.plugins.monai.engine.reaper.RunningCost;
import io.jenkins.plugins.monai.engine.reaper.Verdict;
import io.jenkins.plugins.monai.page.Quantities;

/** Something that was removed, as it is kept and shown. */
public final class PastRemoval {

    private final long millis;
    private final ResourceKind kind;
    private final String id;
    private final String region;
    private final String run;
    private final String job;
    private final Verdict verdict;
    private final boolean priced;
    private final boolean endless;
    private final double usd;

    /** @param millis when, since the epoch */
    PastRemoval(long millis, FoundResource removed) {
        RunningCost cost = removed.cost();
        this.millis = millis;
        this.kind = removed.kind();
        this.id = removed.id();
        this.region = removed.region();
        this.run = removed.run();
        this.job = removed.job();
        this.verdict = removed.verdict();
        this.priced = cost != null;
        this.endless = cost != null && cost.usdToCome().isEmpty();
        this.usd = cost == null ? 0 : cost.usdToCome().orElse(cost.usdPerHour());
    }

    public String getWhen() {
        return Quantities.when(millis);
    }

    public String getKind() {
        return MachineTexts.kind(kind);
    }

    public String getId() {
        return id;
    }

    public String getRegion() {
        return region;
    }

    public String getRun() {
        return run;
    }

    public String getJob() {
        return MachineTexts.job(job);
    }

    public String getWhy() {
        return MachineTexts.verdict(verdict);
    }

    /** What it would have gone on costing. */
    public String getSaved() {
        return MachineTexts.saved(priced, endless, usd);
    }
}
