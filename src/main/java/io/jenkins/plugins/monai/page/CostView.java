package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.cost.CostEstimate;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the machine costs, by the price table: an estimate. */
@ExportedBean(defaultVisibility = 3)
public final class CostView {

    private static final long MONTHS_UNTIL_OLD = 12;

    private final CostEstimate cost;
    private final long nowMillis;
    private final boolean cutOff;

    /** @param cutOff whether nobody watches the machine any longer */
    CostView(CostEstimate cost, long nowMillis, boolean cutOff) {
        this.cost = cost;
        this.nowMillis = nowMillis;
        this.cutOff = cutOff;
    }

    /** From the launch until now, or until the machine ended: see {@link #isUncertain}. */
    @Exported
    public double getUsdSoFar() {
        double usd = cost.usdAt(nowMillis);
        return isUncertain() ? Math.min(usd, getUsdAtMost()) : usd;
    }

    /** Whether it is not known if the machine still runs: then what it costs is the most that it can have. */
    @Exported
    public boolean isUncertain() {
        return cutOff && cost.isRunning();
    }

    /** If the machine ran for as long as it may. */
    @Exported
    public double getUsdAtMost() {
        return cost.getUsdAtMost();
    }

    /** What the same time on demand would have cost more; 0 for a machine that is no spot machine. */
    @Exported
    public double getUsdSaved() {
        return isUncertain() ? 0 : cost.savedUsdAt(nowMillis);
    }

    @Exported
    public double getUsdPerHour() {
        return cost.getUsdPerHour();
    }

    /** Whether the machine is known to run. */
    @Exported
    public boolean isRunning() {
        return cost.isRunning() && !cutOff;
    }

    /** An ISO date; empty for a price that was given. */
    @Exported
    public String getDate() {
        return cost.getDate();
    }

    /** How old the prices were in whole months where that is over a year, else 0. */
    @Exported
    public long getPriceAgeMonths() {
        long months = cost.priceAgeMonths(nowMillis);
        return months >= MONTHS_UNTIL_OLD ? months : 0;
    }

    @Exported
    public String getSource() {
        return cost.getSource();
    }

    public String getSoFar() {
        return Quantities.usd(getUsdSoFar());
    }

    /** Null where nothing was saved. */
    public String getSaved() {
        return getUsdSaved() > 0 ? Quantities.usd(getUsdSaved()) : null;
    }

    public String getAtMost() {
        return Quantities.usd(getUsdAtMost());
    }

    public String getPerHour() {
        return Quantities.usd(getUsdPerHour());
    }
}
