package io.jenkins.plugins.monai.machines;

import hudson.model.Item;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.reaper.FoundResource;
import io.jenkins.plugins.monai.engine.reaper.RemovalOutcome;
import io.jenkins.plugins.monai.engine.reaper.RunningCost;
import io.jenkins.plugins.monai.engine.reaper.Verdict;
import io.jenkins.plugins.monai.page.Quantities;
import java.util.Locale;
import jenkins.model.Jenkins;

/** Words for what was found. */
final class MachineTexts {

    private MachineTexts() {}

    static String kind(ResourceKind kind) {
        return switch (kind) {
            case INSTANCE -> Texts.get("MachineTexts.machine");
            case KEY_PAIR -> Texts.get("MachineTexts.keyPair");
            case SECURITY_GROUP -> Texts.get("MachineTexts.group");
            case VOLUME -> Texts.get("MachineTexts.volume");
            default -> kind.label();
        };
    }

    static String verdict(Verdict verdict) {
        return switch (verdict) {
            case RUN_ALIVE -> Texts.get("MachineTexts.runAlive");
            case LEASE_ALIVE -> Texts.get("MachineTexts.leaseAlive");
            case LEASE_ELSEWHERE -> Texts.get("MachineTexts.leaseElsewhere");
            case YOUNG -> Texts.get("MachineTexts.young");
            case IN_USE -> Texts.get("MachineTexts.inUse");
            case RUN_UNKNOWN -> Texts.get("MachineTexts.runUnknown");
            case STANDING -> Texts.get("MachineTexts.standing");
            case TAGS_INCOMPLETE -> Texts.get("MachineTexts.tagsIncomplete");
            case RUN_OVER -> Texts.get("MachineTexts.runOver");
            case LEASE_OVER -> Texts.get("MachineTexts.leaseOver");
            case LIMIT_OVER -> Texts.get("MachineTexts.limitOver");
        };
    }

    /** What became of it; an empty string for what is wanted. */
    static String outcome(RemovalOutcome outcome) {
        return switch (outcome) {
            case KEPT, WANTED -> "";
            case REPORTED -> Texts.get("MachineTexts.reported");
            case REMOVED -> Texts.get("MachineTexts.removed");
            case GONE -> Texts.get("MachineTexts.gone");
            case BUSY -> Texts.get("MachineTexts.busy");
            case FAILED -> Texts.get("MachineTexts.failed");
        };
    }

    static String saved(boolean priced, boolean endless, double usd) {
        if (!priced) {
            return "";
        }
        return endless ? Texts.get("MachineTexts.perHour", Quantities.usd(usd)) : Quantities.usd(usd);
    }

    /** A job that the reader may not see has no name, as one that is gone. */
    static String job(String job) {
        Jenkins jenkins = Jenkins.get();
        boolean shown = job.isEmpty()
                || jenkins.hasPermission(Jenkins.ADMINISTER)
                || jenkins.getItemByFullName(KnownBuilds.jobName(job), Item.class) != null;
        return shown ? job : Texts.get("MachineTexts.hiddenJob");
    }

    /** For the system log, which is English. */
    static String line(FoundResource found) {
        RunningCost cost = found.cost();
        String usd = cost == null
                ? ""
                : cost.usdToCome().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "; it would have cost another %s USD",
                                Quantities.usd(cost.usdToCome().getAsDouble()))
                        : String.format(
                                Locale.ROOT,
                                "; it would have gone on costing %s USD an hour",
                                Quantities.usd(cost.usdPerHour()));
        return found.kind().label() + " " + found.id() + " in " + found.region() + " of the run " + found.run() + " ("
                + found.job() + "), " + found.verdict() + usd;
    }
}
