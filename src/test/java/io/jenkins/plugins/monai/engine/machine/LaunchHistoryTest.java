package io.jenkins.plugins.monai.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.cost.CostEstimate;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchHistoryTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void whatAnEarlierVersionNotedRulesOutTheSamePlaces() {
        LaunchHistory history = LaunchHistory.ofRefusals(Map.of("g5.xlarge in subnet-2", "VcpuLimitExceeded"));
        LaunchAttempt attempt = history.attempts().get(0);
        assertTrue(attempt.isOf(Market.ON_DEMAND, "g5.xlarge", "subnet-2"));
        assertEquals(Outcome.QUOTA, attempt.getOutcome());
    }

    @Test
    void aMachineThatWasLostIsAFormerOneAndTheNextIsNot() {
        MachineState state = launched();
        state.lost(Outcome.TAKEN_BACK, "terminate", 2 * HOUR);
        assertTrue(state.launches().isFormer("i-1"));
        assertEquals(null, state.instanceId());
        assertEquals(0, state.launchMillis());
        state.launched("i-2", "g4dn.xlarge", 3 * HOUR);
        state.launches().launched(Market.SPOT, "g4dn.xlarge", "subnet-1", "i-2", 3 * HOUR);
        assertFalse(state.launches().isFormer("i-2"));
        assertEquals(1, state.launches().timesTakenBack());
    }

    @Test
    void whatSpotSavesIsToldBesideWhatEveryMachineOfTheRunCosts() {
        MachineCost costs =
                new MachineCost(Map.of("us-east-1/g4dn.xlarge", 0.5), "us-east-1", MachineSpec.of(Values.none()), 120);
        MachineState state = launched();
        double plain = costs.of(state, 0).orElseThrow().usdAt(2 * HOUR);
        state.launches().spotUsdPerHour(0.2);
        CostEstimate spot = costs.of(state, 0).orElseThrow();
        assertEquals(0.3, plain - spot.usdAt(2 * HOUR), 1e-9);
        assertEquals(0.3, spot.savedUsdAt(2 * HOUR), 1e-9);
        state.lost(Outcome.TAKEN_BACK, "terminate", 2 * HOUR);
        state.launched("i-2", "g4dn.xlarge", 3 * HOUR);
        CostEstimate both = costs.of(state, 0).orElseThrow();
        assertEquals(plain + plain, both.usdAt(4 * HOUR), 1e-9, "the first by the price it costs at most");
        assertEquals(0, both.savedUsdAt(4 * HOUR), 1e-9);
    }

    private static MachineState launched() {
        MachineState state = new MachineState();
        state.launched("i-1", "g4dn.xlarge", HOUR);
        state.launches().launched(Market.SPOT, "g4dn.xlarge", "subnet-1", "i-1", HOUR);
        return state;
    }
}
