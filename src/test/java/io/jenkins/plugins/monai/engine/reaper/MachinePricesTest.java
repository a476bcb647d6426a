package io.jenkins.plugins.monai.engine.reaper;

import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofInference;
import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofRun;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** The USD of what is found. */
class MachinePricesTest extends ReaperRounds {

    private final ReaperAccount account = new ReaperAccount();

    private RunningCost cost(String id) throws Exception {
        return handled(round(false, account), id).resource().cost();
    }

    private void attach(String machine) {
        account.volume("vol-1", VolumeState.IN_USE, ago(60), ofRun("run", in(60)));
        account.volumes.set(
                0,
                account.volumes.get(0).toBuilder()
                        .attachments(
                                VolumeAttachment.builder().instanceId(machine).build())
                        .build());
    }

    private double hour() {
        return PriceTable.bundled()
                .estimate("eu-west-1", "g4dn.xlarge", 150, Gp3.plain(), 1, 0, 0)
                .orElseThrow()
                .getUsdPerHour();
    }

    private static double volumeHour() {
        return PriceTable.bundled().volumeHour("eu-west-1", 150, Gp3.plain()).orElseThrow();
    }

    @Test
    void aMachineCostsFromItsLaunchAndUntilItsLimit() throws Exception {
        account.machine("i-1", ago(60), ofRun("run", in(90)));
        attach("i-1");
        RunningCost cost = cost("i-1");
        assertEquals(hour(), cost.usdPerHour(), 1e-9);
        assertEquals(hour(), cost.usdSoFar(), 1e-9);
        assertEquals(1.5 * hour(), cost.usdToCome().orElseThrow(), 1e-9);
    }

    @Test
    void aMachineBeyondItsLimitWouldCostOnAndOn() throws Exception {
        account.machine("i-1", ago(60), ofRun("run", ago(1)));
        assertTrue(cost("i-1").usdToCome().isEmpty());
    }

    @Test
    void aMachineThatStaysCostsOnAndOn() throws Exception {
        account.machine("i-1", ago(60), ofInference("spleen"));
        assertTrue(cost("i-1").usdToCome().isEmpty());
    }

    @Test
    void aStoppedMachineCostsItsVolume() throws Exception {
        Instance machine = account.machine("i-1", ago(60), ofInference("spleen"));
        account.machines.set(
                0,
                machine.toBuilder()
                        .state(s -> s.name(InstanceStateName.STOPPED))
                        .build());
        attach("i-1");
        assertEquals(volumeHour(), cost("i-1").usdPerHour(), 1e-9);
        assertEquals(0, cost("i-1").usdSoFar());
    }

    @Test
    void aVolumeCostsByItself() throws Exception {
        account.volume("vol-1", VolumeState.AVAILABLE, ago(60), ofRun("run", in(60)));
        assertEquals(volumeHour(), cost("vol-1").usdPerHour(), 1e-9);
        assertTrue(cost("vol-1").usdToCome().isEmpty());
    }

    @Test
    void aTypeWithoutAPriceHasNone() throws Exception {
        Instance machine = account.machine("i-1", ago(60), ofRun("run", in(60)));
        account.machines.set(0, machine.toBuilder().instanceType("made.up").build());
        assertNull(cost("i-1"));
        assertEquals(List.of(), round(false, account).places().get(0).problems());
    }
}
