package io.jenkins.plugins.monai.engine.cost;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** What a machine costs while it runs, by the price table. An estimate for people, not a bill. Kept in build records. */
public final class CostEstimate implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final double MILLIS_AN_HOUR = 3_600_000;

    /** EC2 bills seconds, at least sixty. */
    static final Duration LEAST = Duration.ofMinutes(1);

    private final double usdPerHour;
    private final String date;
    private final String source;
    private final long launchMillis;
    private final long endMillis;
    private final int maximumMinutes;

    /** 0 where nothing is saved by another market. */
    private double onDemandUsdPerHour;

    private double earlierUsd;

    CostEstimate(double usdPerHour, String date, String source, long launchMillis, long endMillis, int maximumMinutes) {
        this.usdPerHour = usdPerHour;
        this.date = date;
        this.source = source;
        this.launchMillis = launchMillis;
        this.endMillis = endMillis;
        this.maximumMinutes = maximumMinutes;
    }

    /** The same, beside what the same machine costs on demand. */
    public CostEstimate insteadOf(CostEstimate onDemand) {
        CostEstimate copy = copy();
        copy.onDemandUsdPerHour = onDemand.usdPerHour;
        return copy;
    }

    /** The same, with what machines cost that the run has lost before. */
    public CostEstimate after(double usd) {
        CostEstimate copy = copy();
        copy.earlierUsd = usd;
        return copy;
    }

    private CostEstimate copy() {
        CostEstimate copy = new CostEstimate(usdPerHour, date, source, launchMillis, endMillis, maximumMinutes);
        copy.onDemandUsdPerHour = onDemandUsdPerHour;
        copy.earlierUsd = earlierUsd;
        return copy;
    }

    /** Of the machine and its volume. */
    public double getUsdPerHour() {
        return usdPerHour;
    }

    /** When the prices were read, an ISO date; empty for a price that was given. */
    public String getDate() {
        return date;
    }

    /**
     * How old the prices were when the machine was launched, or are at this moment before the launch.
     *
     * @return whole months; 0 for a price that was given, or a date that is none
     */
    public long priceAgeMonths(long nowMillis) {
        try {
            LocalDate at = LocalDate.ofInstant(
                    Instant.ofEpochMilli(launchMillis == 0 ? nowMillis : launchMillis), ZoneOffset.UTC);
            return date.isEmpty() ? 0 : Math.max(0, ChronoUnit.MONTHS.between(LocalDate.parse(date), at));
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** Where the prices come from. */
    public String getSource() {
        return source;
    }

    /** Whether the machine was launched and has not ended. */
    public boolean isRunning() {
        return launchMillis != 0 && endMillis == 0;
    }

    /** @return USD from the launch to this moment, or to the end of the machine; 0 before the launch */
    public double usdAt(long nowMillis) {
        return earlierUsd + usdPerHour * hoursAt(nowMillis);
    }

    /** @return USD that the same time on demand would have cost more; 0 for a machine that is on demand */
    public double savedUsdAt(long nowMillis) {
        return Math.max(0, onDemandUsdPerHour - usdPerHour) * hoursAt(nowMillis);
    }

    private double hoursAt(long nowMillis) {
        if (launchMillis == 0) {
            return 0;
        }
        long until = endMillis == 0 ? nowMillis : endMillis;
        return Math.max(LEAST.toMillis(), until - launchMillis) / MILLIS_AN_HOUR;
    }

    /** When the machine ends itself at the latest, milliseconds since the epoch; 0 before the launch. */
    public long latestEndMillis() {
        return launchMillis == 0
                ? 0
                : launchMillis + Duration.ofMinutes(maximumMinutes).toMillis();
    }

    /** USD of a machine that runs for all of the longest time it may. */
    public double getUsdAtMost() {
        return earlierUsd + usdPerHour * maximumMinutes / 60;
    }
}
