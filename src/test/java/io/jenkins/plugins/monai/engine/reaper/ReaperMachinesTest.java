package io.jenkins.plugins.monai.engine.reaper;

import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofRun;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.machine.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** When a machine is left over, and above all when it is not. */
class ReaperMachinesTest extends ReaperRounds {

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
    void aMachineWhoseRunIsOverIsRemovedAndTold() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        over("run", 6);
        assertEquals(RemovalOutcome.REMOVED, outcome("i-1"));
        assertEquals(List.of(), account.machines);
        assertEquals(List.of("an account i-1"), told);
    }

    @Test
    void aRunThatGoesOnKeepsItsMachineWithoutALease() throws Exception {
        Map<String, String> tags = ofRun("run", in(100));
        tags.put(Tags.LEASE, ago(60).toString());
        account.machine("i-1", ago(70), tags);
        alive("run");
        assertLeftAlone(Verdict.RUN_ALIVE, "i-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 1, 0, -4})
    void aLeaseThatIsAliveKeepsTheMachineWhateverElseIsSaid(int minutes) throws Exception {
        Map<String, String> tags = ofRun("run", ago(10));
        tags.put(Tags.LEASE, in(minutes).toString());
        account.machine("i-1", ago(100), tags);
        over("run", 60);
        assertLeftAlone(Verdict.LEASE_ALIVE, "i-1");
    }

    /** As in a controller with a copy of another's home, or when a build was deleted while it ran. */
    @Test
    void aLeaseThatIsAliveKeepsTheMachineOfARunThatNobodyKnows() throws Exception {
        Map<String, String> tags = ofRun("run", ago(10));
        tags.put(Tags.LEASE, in(3).toString());
        account.machine("i-1", ago(100), tags);
        assertLeftAlone(Verdict.LEASE_ELSEWHERE, "i-1");
    }

    @Test
    void aLeaseThatRanOutLetsGoOfWhatTheControllerDoesNotKnow() throws Exception {
        Map<String, String> tags = ofRun("run", in(60));
        tags.put(Tags.LEASE, ago(6).toString());
        account.machine("i-1", ago(30), tags);
        Handled one = handled(round(true, account), "i-1");
        assertEquals(Verdict.LEASE_OVER, one.resource().verdict());
        assertEquals(RemovalOutcome.REMOVED, one.outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-11-30", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z"})
    void aLeaseThatCannotBeReadIsNone(String lease) throws Exception {
        Map<String, String> tags = ofRun("run", in(60));
        tags.put(Tags.LEASE, lease);
        account.machine("i-1", ago(30), tags);
        assertLeftAlone(Verdict.RUN_UNKNOWN, "i-1");
        over("run", 10);
        assertEquals(RemovalOutcome.REMOVED, outcome("i-1"));
    }

    @Test
    void aLeaseBeyondTheLongestLifeIsNone() throws Exception {
        Map<String, String> tags = ofRun("run", in(60));
        tags.put(Tags.LEASE, in(2 * 24 * 60).toString());
        account.machine("i-1", ago(30), tags);
        over("run", 10);
        assertEquals(RemovalOutcome.REMOVED, outcome("i-1"));
    }

    @Test
    void aMachineOfAnEarlierVersionIsLeftUntilItsLimit() throws Exception {
        account.machine("i-1", ago(119), ofRun("run", in(1)));
        assertLeftAlone(Verdict.RUN_UNKNOWN, "i-1");
        wait(Duration.ofMinutes(5));
        assertLeftAlone(Verdict.RUN_UNKNOWN, "i-1");
        wait(Duration.ofMinutes(2));
        assertEquals(RemovalOutcome.REMOVED, outcome("i-1"));
    }

    @Test
    void withoutATagOfItsLimitTheLongestLifeCounts() throws Exception {
        Map<String, String> tags = ofRun("run", in(1));
        tags.remove(Tags.EXPIRES);
        account.machine("i-1", ago(24 * 60), tags);
        assertLeftAlone(Verdict.RUN_UNKNOWN, "i-1");
        wait(Duration.ofMinutes(6));
        assertEquals(RemovalOutcome.REMOVED, outcome("i-1"));
    }

    @Test
    void beyondItsLimitNoRunKeepsAMachine() throws Exception {
        account.machine("i-1", ago(130), ofRun("run", ago(10)));
        alive("run");
        Handled one = handled(round(true, account), "i-1");
        assertEquals(Verdict.LIMIT_OVER, one.resource().verdict());
        assertEquals(RemovalOutcome.REMOVED, one.outcome());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5})
    void whatIsYoungIsLeftAlone(int minutes) throws Exception {
        account.machine("i-1", ago(minutes), ofRun("run", ago(60)));
        over("run", 60);
        assertLeftAlone(Verdict.YOUNG, "i-1");
    }

    @Test
    void soIsAMachineOfUnknownAge() throws Exception {
        account.machine("i-1", null, ofRun("run", ago(60)));
        over("run", 60);
        assertLeftAlone(Verdict.YOUNG, "i-1");
    }

    @Test
    void aLeaseThatWasRenewedMeanwhileCounts() throws Exception {
        Map<String, String> tags = ofRun("run", in(100));
        tags.put(Tags.LEASE, ago(6).toString());
        Instance before = account.machine("i-1", ago(20), tags);
        tags.put(Tags.LEASE, in(10).toString());
        account.machines.clear();
        Instance after = account.machine("i-1", ago(20), tags);
        account.answer(
                DescribeInstancesRequest.class,
                r -> DescribeInstancesResponse.builder()
                        .reservations(Reservation.builder()
                                .instances(r.filters().size() == 1 ? before : after)
                                .build())
                        .build());
        assertEquals(RemovalOutcome.WANTED, outcome("i-1"));
        assertEquals(0, account.removals());
    }
}
