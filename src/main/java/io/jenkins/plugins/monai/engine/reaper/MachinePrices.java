package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.cost.CostEstimate;
import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Reckons what is found costs. */
final class MachinePrices {

    private static final double SECONDS_AN_HOUR = 3600;

    private final PriceTable prices;
    private final String region;
    private final Clock clock;

    MachinePrices(PriceTable prices, String region, Clock clock) {
        this.prices = prices;
        this.region = region;
        this.clock = clock;
    }

    /**
     * @param volumes those that are attached to it
     * @param limit when it ends itself; null for one that stays
     * @return null where the price table has no price
     */
    RunningCost of(Instance machine, List<Volume> volumes, Instant limit) {
        boolean stopped = machine.state().name() == InstanceStateName.STOPPED;
        int gib = volumes.stream().mapToInt(MachinePrices::gib).sum();
        Gp3 speed = volumes.isEmpty() ? Gp3.plain() : speed(volumes.get(0));
        if (stopped) {
            return cost(prices.volumeHour(region, gib, speed), 0, limit);
        }
        long launch = machine.launchTime() == null ? 0 : machine.launchTime().toEpochMilli();
        Optional<CostEstimate> estimate =
                prices.estimate(region, machine.instanceTypeAsString(), gib, speed, launch, 0, 0);
        return estimate.map(e -> cost(OptionalDouble.of(e.getUsdPerHour()), e.usdAt(clock.millis()), limit))
                .orElse(null);
    }

    /** Of a volume that nothing uses: nothing ends it either. */
    RunningCost of(Volume volume) {
        return cost(prices.volumeHour(region, gib(volume), speed(volume)), 0, null);
    }

    private RunningCost cost(OptionalDouble usdPerHour, double usdSoFar, Instant limit) {
        if (usdPerHour.isEmpty()) {
            return null;
        }
        double hour = usdPerHour.getAsDouble();
        return new RunningCost(hour, usdSoFar, toCome(hour, limit));
    }

    /** A machine that should have ended itself, and has not, cannot be expected to. */
    private OptionalDouble toCome(double usdPerHour, Instant limit) {
        return limit == null || !limit.isAfter(clock.instant())
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        usdPerHour * Duration.between(clock.instant(), limit).toSeconds() / SECONDS_AN_HOUR);
    }

    private static int gib(Volume volume) {
        return volume.size() == null ? 0 : volume.size();
    }

    private static Gp3 speed(Volume volume) {
        return volume.volumeType() == VolumeType.GP3 && volume.throughput() != null
                ? new Gp3(Math.max(Gp3.plain().mibPerSecond(), volume.throughput()))
                : Gp3.plain();
    }
}
