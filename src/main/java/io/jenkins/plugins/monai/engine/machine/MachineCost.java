package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.cost.CostEstimate;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run's machine costs. */
public final class MachineCost {

    private final PriceTable prices;
    private final String region;
    private final MachineSpec spec;
    private final int maximumMinutes;

    /**
     * @param overrides see {@link PriceTable#with}; wrong ones are not taken, as {@link PriceTable#check} tells of them
     * @param maximumMinutes the longest time the machine may run
     */
    public MachineCost(Map<String, Double> overrides, String region, MachineSpec spec, int maximumMinutes) {
        this.prices = priced(overrides);
        this.region = region;
        this.spec = spec;
        this.maximumMinutes = maximumMinutes;
    }

    private static PriceTable priced(Map<String, Double> overrides) {
        PriceTable bundled = PriceTable.bundled();
        try {
            return bundled.with(overrides);
        } catch (OperationException e) {
            return bundled;
        }
    }

    /**
     * Before the launch it is that of the type which is tried first.
     *
     * @param untilMillis until when a machine that still runs counts, milliseconds since the epoch; 0 for on and on
     * @return empty where the price table has no price of the machine
     */
    public Optional<CostEstimate> of(MachineState state, long untilMillis) {
        String type = state.instanceType() == null ? firstType(state) : state.instanceType();
        long end = state.launchMillis() == 0 || state.endMillis() != 0 ? state.endMillis() : untilMillis;
        Optional<CostEstimate> onDemand = estimate(prices, type, state, state.launchMillis(), end);
        double earlier = earlierUsd(state);
        return spot(type, state, end)
                .map(spot -> onDemand.map(spot::insteadOf).orElse(spot))
                .or(() -> onDemand)
                .map(estimate -> estimate.after(earlier));
    }

    private Optional<CostEstimate> estimate(
            PriceTable table, String type, MachineState state, long launchMillis, long endMillis) {
        return table.estimate(
                region, type, spec.volumeGiB(), state.volume(type), launchMillis, endMillis, maximumMinutes);
    }

    /** By the price that was asked when the machine was launched; empty for a machine that is not spot. */
    private Optional<CostEstimate> spot(String type, MachineState state, long end) {
        double usd = state.launches().spotUsdPerHour();
        if (usd <= 0) {
            return Optional.empty();
        }
        try {
            PriceTable spot = prices.with(Map.of(region + "/" + type, usd));
            return estimate(spot, type, state, state.launchMillis(), end);
        } catch (OperationException e) {
            return Optional.empty();
        }
    }

    /** Of machines that the run has lost: by the on-demand price, which they cost at most. */
    private double earlierUsd(MachineState state) {
        double usd = 0;
        for (LaunchAttempt attempt : state.launches().attempts()) {
            if (attempt.getEndMillis() != 0) {
                usd += estimate(
                                prices,
                                attempt.getInstanceType(),
                                state,
                                attempt.getLaunchMillis(),
                                attempt.getEndMillis())
                        .map(e -> e.usdAt(attempt.getEndMillis()))
                        .orElse(0.0);
            }
        }
        return usd;
    }

    private String firstType(MachineState state) {
        List<String> types = state.launchable().isEmpty() ? spec.instanceTypes() : state.launchable();
        return types.isEmpty() ? "" : types.get(0);
    }
}
