package io.jenkins.plugins.monai.engine.reaper;

import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofRun;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.machine.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** When key pairs, security groups and volumes are left over. */
class ReaperBelongingsTest extends ReaperRounds {

    private final ReaperAccount account = new ReaperAccount();

    private RemovalOutcome outcome(String id) throws Exception {
        return handled(round(true, account), id).outcome();
    }

    private void assertLeftAlone(Verdict why, String id) throws Exception {
        Handled one = handled(round(true, account), id);
        assertEquals(why, one.resource().verdict());
        assertEquals(RemovalOutcome.KEPT, one.outcome());
        assertEquals(0, account.removals());
    }

    @Test
    void aRunThatHasJustEndedMayStillRemoveItself() throws Exception {
        account.machine("i-1", ago(60), ofRun("run", in(60)));
        account.keyPair("key-1", "other", ago(60), ofRun("other", in(60)));
        over("run", 4);
        over("other", 4);
        assertLeftAlone(Verdict.YOUNG, "i-1");
        assertLeftAlone(Verdict.YOUNG, "key-1");
    }

    @Test
    void whatAMachineOfTheRunMayUseIsLeftAlone() throws Exception {
        account.keyPair("key-1", "run", ago(3000), ofRun("run", ago(3000)));
        account.group("sg-1", "run", ofRun("run", ago(3000)));
        account.volume("vol-1", VolumeState.AVAILABLE, ago(3000), ofRun("run", ago(3000)));
        Instance machine = account.machine("i-1", ago(60), ofRun("run", ago(60)));
        account.machines.set(
                0,
                machine.toBuilder()
                        .state(s -> s.name(InstanceStateName.SHUTTING_DOWN))
                        .build());
        over("run", 60);
        assertLeftAlone(Verdict.IN_USE, "key-1");
        assertLeftAlone(Verdict.IN_USE, "sg-1");
        assertLeftAlone(Verdict.IN_USE, "vol-1");
        account.machines.set(
                0,
                machine.toBuilder()
                        .state(s -> s.name(InstanceStateName.TERMINATED))
                        .build());
        round(true, account);
        assertEquals(3, account.removals());
        assertEquals(List.of(), account.keyPairs);
        assertEquals(List.of(), account.groups);
        assertEquals(List.of(), account.volumes);
    }

    @Test
    void whereMachinesCannotBeListedNothingIsRemoved() throws Exception {
        account.keyPair("key-1", "run", ago(3000), ofRun("run", ago(3000)));
        over("run", 60);
        account.refuse(DescribeInstancesRequest.class, "UnauthorizedOperation");
        assertLeftAlone(Verdict.IN_USE, "key-1");
        assertTrue(round(true, account).places().get(0).problems().get(0).contains("ec2:DescribeInstances"));
    }

    @Test
    void withoutAMachineAndARecordTheLongestLifeCounts() throws Exception {
        account.keyPair("key-1", "run", ago(24 * 60), ofRun("run", ago(22 * 60)));
        account.group("sg-1", "run", ofRun("run", ago(24 * 60)));
        account.group("sg-2", "other", Map.of(Tags.CONTROLLER, ReaperAccount.CONTROLLER));
        account.volume("vol-1", VolumeState.AVAILABLE, ago(24 * 60), ofRun("run", ago(22 * 60)));
        round(true, account);
        assertEquals(0, account.removals());
        wait(Duration.ofMinutes(6));
        RoundReport reports = round(true, account);
        for (String id : List.of("key-1", "sg-1", "vol-1")) {
            assertEquals(Verdict.LIMIT_OVER, handled(reports, id).resource().verdict());
        }
        assertEquals(3, account.removals());
    }

    @Test
    void aGroupThatTellsNoTimeWaitsForItsRun() throws Exception {
        Map<String, String> tags = ofRun("run", ago(1));
        tags.remove(Tags.EXPIRES);
        account.group("sg-1", "run", tags);
        assertLeftAlone(Verdict.RUN_UNKNOWN, "sg-1");
        alive("run");
        assertLeftAlone(Verdict.RUN_ALIVE, "sg-1");
        over("run", 6);
        assertEquals(RemovalOutcome.REMOVED, outcome("sg-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-use", "creating", "deleting", "deleted", "error"})
    void aVolumeIsLeftOverOnlyWhenNothingHasIt(String state) throws Exception {
        account.volume("vol-1", VolumeState.fromValue(state), ago(3000), ofRun("run", ago(3000)));
        over("run", 60);
        round(true, account);
        assertEquals(0, account.removals());
    }

    @Test
    void whatIsGoneAlreadyIsNoFailure() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        account.keyPair("key-1", "old", ago(3000), ofRun("old", ago(3000)));
        account.group("sg-1", "old", ofRun("old", ago(3000)));
        account.volume("vol-1", VolumeState.AVAILABLE, ago(3000), ofRun("old", ago(3000)));
        over("run", 6);
        account.refuse(TerminateInstancesRequest.class, "InvalidInstanceID.NotFound");
        account.refuse(DeleteKeyPairRequest.class, "InvalidKeyPair.NotFound");
        account.refuse(DeleteSecurityGroupRequest.class, "InvalidGroup.NotFound");
        account.refuse(DeleteVolumeRequest.class, "InvalidVolume.NotFound");
        RoundReport reports = round(true, account);
        for (String id : List.of("i-1", "key-1", "sg-1", "vol-1")) {
            assertEquals(RemovalOutcome.GONE, handled(reports, id).outcome());
        }
        assertEquals(List.of(), told);
    }

    @Test
    void aGroupThatIsStillInUseIsTriedInTheNextRound() throws Exception {
        account.group("sg-1", "run", ofRun("run", ago(60)));
        over("run", 6);
        account.refuse(DeleteSecurityGroupRequest.class, "DependencyViolation");
        assertEquals(RemovalOutcome.BUSY, outcome("sg-1"));
        ReaperAccount later = new ReaperAccount();
        later.groups.addAll(account.groups);
        assertEquals(RemovalOutcome.REMOVED, handled(round(true, later), "sg-1").outcome());
    }
}
