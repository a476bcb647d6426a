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
        return prices.estimate(
                region, type, spec.volumeGiB(), state.volume(type), state.launchMillis(), end, maximumMinutes);
    }

    private String firstType(MachineState state) {
        List<String> types = state.launchable().isEmpty() ? spec.instanceTypes() : state.launchable();
        return types.isEmpty() ? "" : types.get(0);
    }
}
