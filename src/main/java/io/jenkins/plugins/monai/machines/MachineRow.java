package io.jenkins.plugins.monai.machines;

import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.reaper.FoundMachine;
import io.jenkins.plugins.monai.engine.reaper.FoundResource;
import io.jenkins.plugins.monai.engine.reaper.Handled;
import io.jenkins.plugins.monai.engine.reaper.RunningCost;
import io.jenkins.plugins.monai.engine.reaper.Verdict;
import io.jenkins.plugins.monai.page.Quantities;
import java.time.Duration;
import java.time.Instant;

/** A line of the page. */
public final class MachineRow {

    private final Handled handled;
    private final Instant looked;

    /** @param looked when it was found */
    MachineRow(Handled handled, Instant looked) {
        this.handled = handled;
        this.looked = looked;
    }

    private FoundResource resource() {
        return handled.resource();
    }

    public boolean isMachine() {
        return resource().kind() == ResourceKind.INSTANCE;
    }

    public boolean isStanding() {
        return resource().verdict() == Verdict.STANDING;
    }

    /** Whether somebody should look at it. */
    public boolean isNotable() {
        return switch (resource().verdict()) {
            case STANDING -> !getAside().isEmpty();
            case TAGS_INCOMPLETE, LEASE_ELSEWHERE -> true;
            default -> resource().verdict().isLeft();
        };
    }

    public String getKind() {
        return MachineTexts.kind(resource().kind());
    }

    public String getId() {
        return resource().id();
    }

    public String getRegion() {
        return resource().region();
    }

    public String getRun() {
        return resource().run().isEmpty() ? resource().standing() : resource().run();
    }

    public String getJob() {
        return MachineTexts.job(resource().job());
    }

    public String getType() {
        return resource().machine() == null ? "" : resource().machine().type();
    }

    public String getMarket() {
        FoundMachine machine = resource().machine();
        return machine == null ? "" : machine.spot() ? Texts.get("MachineRow.spot") : Texts.get("MachineRow.onDemand");
    }

    public String getState() {
        return resource().machine() == null ? "" : resource().machine().state();
    }

    /** When it was looked at. */
    public String getAge() {
        FoundMachine machine = resource().machine();
        return machine == null || machine.launched() == null
                ? ""
                : Quantities.duration(
                        Math.max(0, Duration.between(machine.launched(), looked).toSeconds()));
    }

    /** Until when its owner wants it, or else until when it may live. */
    public String getLease() {
        FoundMachine machine = resource().machine();
        if (machine == null) {
            return "";
        }
        if (machine.lease() != null) {
            return Quantities.when(machine.lease().toEpochMilli());
        }
        return machine.limit() == null
                ? ""
                : Texts.get("MachineRow.atMost", Quantities.when(machine.limit().toEpochMilli()));
    }

    public String getUsdSoFar() {
        RunningCost cost = resource().cost();
        return cost == null ? "" : Quantities.usd(cost.usdSoFar());
    }

    public String getUsdPerHour() {
        RunningCost cost = resource().cost();
        return cost == null ? "" : Quantities.usd(cost.usdPerHour());
    }

    /** Why it is there, or why it is not. */
    public String getWhy() {
        return MachineTexts.verdict(resource().verdict());
    }

    public String getOutcome() {
        return MachineTexts.outcome(handled.outcome());
    }

    /** Of one that stays: whether its function and its job are there. */
    public String getAside() {
        FoundMachine machine = resource().machine();
        if (machine == null || !isStanding()) {
            return "";
        }
        if (!machine.function().orElse(true)) {
            return Texts.get("MachineRow.noFunction", resource().standing());
        }
        return machine.jobGone() ? Texts.get("MachineRow.noJob") : "";
    }

    public String getProblem() {
        return handled.problem();
    }
}
