package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import io.jenkins.plugins.monai.engine.machine.Market;

/** One place to try: an instance type in a subnet, bought in a market. */
record LaunchCandidate(Market market, String instanceType, String subnetId) {

    boolean is(LaunchAttempt attempt) {
        return attempt.isOf(market, instanceType, subnetId);
    }

    @Override
    public String toString() {
        return (market == Market.SPOT ? "spot " : "") + instanceType + " in " + subnetId;
    }
}
