package io.jenkins.plugins.monai.engine.machine;

import java.io.Serializable;
import java.util.Objects;

/** What became of one place where a machine was looked for. Kept in states and build records: all fields are plain. */
public final class LaunchAttempt implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How an attempt ended, or stands. */
    public enum Outcome {
        /** EC2 has no room there. */
        NO_CAPACITY,
        /** The account may not have more of the family in this market. */
        QUOTA,
        /** The machine came to run, and nothing else has happened to it. */
        LAUNCHED,
        /** EC2 took the spot machine back. */
        TAKEN_BACK
    }

    private final String market;
    private final String instanceType;
    private final String subnetId;
    private Outcome outcome;
    private String detail;
    private String instanceId;
    private long launchMillis;
    private long endMillis;

    LaunchAttempt(Market market, String instanceType, String subnetId, Outcome outcome, String detail) {
        this.market = market.name();
        this.instanceType = Objects.requireNonNull(instanceType);
        this.subnetId = subnetId;
        this.outcome = outcome;
        this.detail = detail;
    }

    public Market getMarket() {
        return Market.valueOf(market);
    }

    public String getInstanceType() {
        return instanceType;
    }

    public String getSubnetId() {
        return subnetId;
    }

    public Outcome getOutcome() {
        return outcome;
    }

    /** EC2's code, or a few words. */
    public String getDetail() {
        return detail;
    }

    /** Null where nothing was launched. */
    public String getInstanceId() {
        return instanceId;
    }

    /** Milliseconds since the epoch; 0 where nothing was launched. */
    public long getLaunchMillis() {
        return launchMillis;
    }

    /** When the run lost the machine, milliseconds since the epoch; 0 where it did not. */
    public long getEndMillis() {
        return endMillis;
    }

    /** Whether this is about the same place. */
    public boolean isOf(Market where, String type, String subnet) {
        return market.equals(where.name()) && instanceType.equals(type) && Objects.equals(subnetId, subnet);
    }

    void launched(String id, long nowMillis) {
        instanceId = id;
        launchMillis = nowMillis;
    }

    void ended(Outcome how, String why, long nowMillis) {
        outcome = how;
        detail = why;
        endMillis = nowMillis;
    }

    /** The same as it is now, for whoever reads while the run goes on. */
    public LaunchAttempt copy() {
        LaunchAttempt copy = new LaunchAttempt(getMarket(), instanceType, subnetId, outcome, detail);
        copy.instanceId = instanceId;
        copy.launchMillis = launchMillis;
        copy.endMillis = endMillis;
        return copy;
    }

    /** {@code spot g4dn.xlarge in subnet-1: TAKEN_BACK (...)}. */
    @Override
    public String toString() {
        return market + " " + instanceType + " in " + subnetId + ": " + outcome + " (" + detail + ")";
    }
}
