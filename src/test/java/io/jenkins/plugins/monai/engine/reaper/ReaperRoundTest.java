package io.jenkins.plugins.monai.engine.reaper;

import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofInference;
import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofRun;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;

/** A round through accounts: all of each, whatever fails. */
class ReaperRoundTest extends ReaperRounds {

    private final ReaperAccount account = new ReaperAccount();

    @Test
    void everyPageIsRead() throws Exception {
        for (int i = 0; i < 5; i++) {
            account.machine("i-" + i, ago(60), ofRun("run-" + i, in(60)));
            account.group("sg-" + i, "gone-" + i, ofRun("gone-" + i, ago(60)));
            account.volume("vol-" + i, VolumeState.AVAILABLE, ago(60), ofRun("gone-" + i, ago(60)));
            account.keyPair("key-" + i, "gone-" + i, ago(60), ofRun("gone-" + i, ago(60)));
            over("run-" + i, 10);
            over("gone-" + i, 10);
        }
        round(true, account);
        assertEquals(20, account.removals());
        assertEquals(20, told.size());
        // Five pages at the first look; the second ask for one machine each.
        assertEquals(
                5,
                account.aws.requests(DescribeInstancesRequest.class).stream()
                        .filter(r -> r.filters().size() == 1)
                        .count());
    }

    @Test
    void aRoundThatReportsChangesNothing() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        account.keyPair("key-1", "old", ago(3000), ofRun("old", ago(3000)));
        over("run", 6);
        RoundReport reports = round(false, account);
        assertEquals(RemovalOutcome.REPORTED, handled(reports, "i-1").outcome());
        assertEquals(RemovalOutcome.REPORTED, handled(reports, "key-1").outcome());
        assertEquals(0, account.removals());
        assertEquals(List.of(), told);
    }

    @Test
    void credentialsThatFailAreReportedAndStopNoOthers() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        over("run", 6);
        RoundReport reports = round(
                true,
                place("gone", () -> {
                    throw new OperationException("There are no AWS credentials 'x'", "Add them");
                }),
                place("broken", () -> {
                    throw new IllegalArgumentException("no URL");
                }),
                account);
        assertEquals(
                List.of("There are no AWS credentials 'x'. Add them."),
                reports.places().get(0).problems());
        assertTrue(reports.places().get(1).problems().get(0).contains("no URL"));
        assertEquals(List.of("gone", "broken", "an account"), places(reports));
        assertEquals(RemovalOutcome.REMOVED, handled(reports, "i-1").outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UnauthorizedOperation", "RequestLimitExceeded", "AuthFailure", "InternalError"})
    void whatCannotBeRemovedIsReportedAndTriedAgain(String code) throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        account.machine("i-2", ago(20), ofRun("two", in(100)));
        over("run", 6);
        over("two", 6);
        account.answer(TerminateInstancesRequest.class, r -> {
            if (r.instanceIds().contains("i-1")) {
                throw ReaperAccount.error(code);
            }
            return TerminateInstancesResponse.builder().build();
        });
        RoundReport reports = round(true, account);
        Handled failed = handled(reports, "i-1");
        assertEquals(RemovalOutcome.FAILED, failed.outcome());
        assertTrue(failed.problem().contains("ec2:TerminateInstances")
                || failed.problem().contains(code));
        assertEquals(RemovalOutcome.REMOVED, handled(reports, "i-2").outcome());
        assertEquals(List.of("an account i-2"), told);
        round(true, account);
        assertEquals(4, account.removals());
    }

    @Test
    void aListThatIsThrottledHidesNoOther() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        over("run", 6);
        account.refuse(DescribeVolumesRequest.class, "RequestLimitExceeded");
        account.refuse(DescribeKeyPairsRequest.class, "RequestLimitExceeded");
        RoundReport reports = round(true, account);
        assertEquals(RemovalOutcome.REMOVED, handled(reports, "i-1").outcome());
        assertEquals(2, reports.places().get(0).problems().size());
    }

    @Test
    void twoWaysIntoOneAccountShowItOnce() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        over("run", 6);
        RoundReport report = round(true, account, new Copy(account, "InternalError"));
        assertEquals(1, report.resources().size());
        assertEquals(2, report.places().size());
        assertEquals("111122223333", report.places().get(1).account());
        assertEquals(RemovalOutcome.REMOVED, handled(report, "i-1").outcome());
    }

    @Test
    void theSecondWayRemovesWhatTheFirstMayNot() throws Exception {
        account.machine("i-1", ago(20), ofRun("run", in(100)));
        over("run", 6);
        RoundReport report = round(true, new Copy(account, "UnauthorizedOperation"), account);
        assertEquals(1, report.resources().size());
        assertEquals(RemovalOutcome.REMOVED, handled(report, "i-1").outcome());
    }

    /** The credentials that configure inference see machines and functions, those that build the rest. */
    @Test
    void whatOneWayShowsTheOtherNeedNot() throws Exception {
        account.machine("i-1", ago(20000), ofInference("spleen"));
        account.keyPair("key-1", "run", ago(60), ofRun("run", in(60)));
        over("run", 6);
        account.refuse(GetFunctionRequest.class, "AccessDeniedException");
        ReaperAccount other = new ReaperAccount();
        other.machines.addAll(account.machines);
        other.refuse(DescribeKeyPairsRequest.class, "UnauthorizedOperation");
        other.refuse(DescribeVolumesRequest.class, "UnauthorizedOperation");
        for (ReaperPlace[] places : List.of(new ReaperPlace[] {account, other}, new ReaperPlace[] {other, account})) {
            RoundReport report = round(false, places);
            assertEquals(
                    List.of(List.of(), List.of()),
                    report.places().stream().map(PlaceReport::problems).toList());
            assertEquals(
                    Boolean.FALSE,
                    handled(report, "i-1").resource().machine().function().orElseThrow());
            assertEquals(RemovalOutcome.REPORTED, handled(report, "key-1").outcome());
        }
    }

    @Test
    void whatOneWayCannotListTheOtherRemoves() throws Exception {
        account.keyPair("key-1", "run", ago(60), ofRun("run", in(60)));
        over("run", 6);
        ReaperAccount blind = new ReaperAccount();
        blind.keyPairs.addAll(account.keyPairs);
        blind.refuse(DescribeInstancesRequest.class, "UnauthorizedOperation");
        assertEquals(
                RemovalOutcome.REMOVED,
                handled(round(true, blind, account), "key-1").outcome());
    }

    /** The same account by credentials that may end no machine. */
    private static final class Copy implements ReaperPlace {

        private final ReaperAccount copy = new ReaperAccount();

        Copy(ReaperAccount account, String code) {
            copy.machines.addAll(account.machines);
            copy.refuse(TerminateInstancesRequest.class, code);
        }

        @Override
        public String title() {
            return "another way";
        }

        @Override
        public AwsClients open() {
            return copy.open();
        }
    }

    @Test
    void anInterruptEndsTheRound() {
        account.answer(DescribeInstancesRequest.class, r -> {
            throw AbortedException.create("interrupted");
        });
        assertThrows(InterruptedException.class, () -> round(true, account));
        assertEquals(0, account.removals());
    }

    private static ReaperPlace place(String title, Opening opening) {
        return new ReaperPlace() {
            @Override
            public String title() {
                return title;
            }

            @Override
            public AwsClients open() throws OperationException {
                return opening.open();
            }
        };
    }

    private interface Opening {
        AwsClients open() throws OperationException;
    }
}
