package io.jenkins.plugins.monai.engine.machine.ephemeral;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_TYPES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.MARKET;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.MAXIMUM_PRICE;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SPOT_RESTARTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.MarketChoice;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.lab.AwsRequest;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Where a machine is looked for: market by market, type by type, subnet by subnet. */
@NeedsLab(containers = false)
class LaunchPlanOnLabTest {

    private static final int ALWAYS = 999;

    private Lab lab;
    private SdkAwsClients aws;
    private MachineRun run;

    @BeforeEach
    void prepare(Lab shared) {
        lab = shared;
        lab.front().reset();
        aws = new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                lab.endpoints(),
                null,
                List.of());
    }

    @AfterEach
    void nothingStays() throws Exception {
        lab.front().reset();
        run.remove();
        assertEquals(
                new LeftRunning(0, 0, 0),
                lab.leftRunning(RunIdentity.RUN_TAG, run.identity().runId()));
        aws.close();
    }

    private void ask(MarketChoice market, String... types) {
        run = new MachineRun(
                aws, MachineSpec.of(Values.none().with(MARKET, market.value()).with(INSTANCE_TYPES, List.of(types))));
    }

    private static boolean isLaunch(AwsRequest request) {
        return request.iamAction().equals("ec2:RunInstances")
                && request.parameter("DryRun").isEmpty();
    }

    private static boolean isSpot(AwsRequest request) {
        return request.parameter("InstanceMarketOptions.MarketType")
                .filter("spot"::equals)
                .isPresent();
    }

    private void refuse(Predicate<AwsRequest> which, String code) {
        lab.front().fail(r -> isLaunch(r) && which.test(r), code, "refused by order", ALWAYS);
    }

    /** What was asked for and not refused by a retry of the SDK's own. */
    private List<String> asked() {
        return lab.front().requests("ec2:RunInstances").stream()
                .filter(LaunchPlanOnLabTest::isLaunch)
                .map(r -> (isSpot(r) ? "spot " : "on-demand ")
                        + r.parameter("InstanceType").orElse(""))
                .distinct()
                .toList();
    }

    private List<String> lines() {
        return run.lines();
    }

    private void assertTold(String... words) {
        assertTrue(lines().stream().anyMatch(l -> List.of(words).stream().allMatch(l::contains)), lines().toString());
    }

    @Test
    void aSpotMachineIsAskedForInTheOneCallAndWithItsMaximumPrice() throws Exception {
        run = new MachineRun(
                aws,
                MachineSpec.of(
                        Values.none().with(MARKET, MarketChoice.SPOT.value()).with(MAXIMUM_PRICE, "0.30")));
        run.start();
        AwsRequest launch = lab.front().requests("ec2:RunInstances").stream()
                .filter(LaunchPlanOnLabTest::isLaunch)
                .findFirst()
                .orElseThrow();
        assertTrue(isSpot(launch));
        String options = "InstanceMarketOptions.SpotOptions.";
        assertEquals("0.30", launch.parameter(options + "MaxPrice").orElse(""));
        assertEquals("one-time", launch.parameter(options + "SpotInstanceType").orElse(""));
        assertEquals(
                "terminate",
                launch.parameter(options + "InstanceInterruptionBehavior").orElse(""));
        assertTrue(
                launch.parameters().containsValue("spot-instances-request"),
                "the request carries the tags too: " + launch.parameters());
        assertEquals(Market.SPOT, run.state().launches().marketOf(run.state().instanceId()));
    }

    @Test
    void whereNoSpotMachineIsToBeHadOneIsTakenOnDemand() throws Exception {
        ask(MarketChoice.SPOT_THEN_ON_DEMAND, "g4dn.xlarge", "g5.xlarge");
        refuse(LaunchPlanOnLabTest::isSpot, "InsufficientInstanceCapacity");
        run.start();
        assertEquals(List.of("spot g4dn.xlarge", "spot g5.xlarge", "on-demand g4dn.xlarge"), asked());
        assertTold("Where a machine was looked for");
        assertTold("spot", "g5.xlarge", "no room (InsufficientInstanceCapacity)");
        assertTold("on-demand", "g4dn.xlarge", "launched, " + run.state().instanceId());
    }

    @Test
    void aPriceAboveTheMaximumMovesOnLikeWantOfRoom() throws Exception {
        ask(MarketChoice.SPOT_THEN_ON_DEMAND, "g4dn.xlarge");
        refuse(LaunchPlanOnLabTest::isSpot, "SpotMaxPriceTooLow");
        run.start();
        assertEquals(
                Market.ON_DEMAND, run.state().launches().marketOf(run.state().instanceId()));
    }

    @Test
    void aQuotaThatIsUsedUpLeavesOutItsFamilyInItsMarketAlone() throws Exception {
        ask(MarketChoice.SPOT_THEN_ON_DEMAND, "g4dn.xlarge", "g5.xlarge");
        refuse(LaunchPlanOnLabTest::isSpot, "MaxSpotInstanceCountExceeded");
        run.start();
        assertEquals(List.of("spot g4dn.xlarge", "on-demand g4dn.xlarge"), asked());
        assertTold("All G and VT Spot Instance Requests", "L-3819A6DF", "is used up", "servicequotas");
    }

    @Test
    void withNothingLeftItFailsAtOnceAndNamesTheQuota() throws Exception {
        ask(MarketChoice.ON_DEMAND, "g4dn.xlarge", "g5.xlarge");
        refuse(r -> true, "VcpuLimitExceeded");
        OperationException e = assertThrows(OperationException.class, run::start);
        assertEquals(List.of("on-demand g4dn.xlarge"), asked());
        assertTrue(e.getMessage().contains("L-DB2E81BA"), e.getMessage());
        assertTrue(e.remedy().contains("/servicequotas/home/services/ec2/quotas/L-DB2E81BA"), e.remedy());
    }

    @Test
    void aMissingPermissionStopsTheSearch() throws Exception {
        ask(MarketChoice.SPOT_THEN_ON_DEMAND, "g4dn.xlarge", "g5.xlarge");
        refuse(r -> true, "UnauthorizedOperation");
        OperationException e = assertThrows(OperationException.class, run::start);
        assertEquals(List.of("spot g4dn.xlarge"), asked());
        assertTrue(e.getMessage().contains("ec2:RunInstances"), e.getMessage());
    }

    @Test
    void aMachineThatWasLostIsFollowedByTheNextCandidateAndNeverTakenForIt() throws Exception {
        ask(MarketChoice.SPOT, "g4dn.xlarge", "g5.xlarge");
        run.start();
        String first = run.state().instanceId();
        run.machine().giveUp(new MachineTakenBackException(first, "terminate at noon"));
        run.takeOverFromNow();
        run.launch();
        List<LaunchAttempt> attempts = run.state().launches().attempts();
        assertEquals(
                List.of(Outcome.TAKEN_BACK, Outcome.LAUNCHED),
                attempts.stream().map(LaunchAttempt::getOutcome).toList());
        assertEquals(first, attempts.get(0).getInstanceId());
        assertTrue(!first.equals(run.state().instanceId()), first);
        assertTrue(attempts.get(0).getEndMillis() >= attempts.get(0).getLaunchMillis());
        assertEquals(
                1,
                lab.leftRunning(RunIdentity.RUN_TAG, run.identity().runId()).instances(),
                "the one that was taken back is terminated");
    }

    @Test
    void aRunStartsOverOnlySoOften() throws Exception {
        run = new MachineRun(
                aws,
                MachineSpec.of(
                        Values.none().with(MARKET, MarketChoice.SPOT.value()).with(SPOT_RESTARTS, 1)));
        run.start();
        run.machine().giveUp(new MachineTakenBackException(run.state().instanceId(), "first"));
        run.launch();
        MachineTakenBackException second =
                new MachineTakenBackException(run.state().instanceId(), "second");
        assertEquals(
                second,
                assertThrows(OperationException.class, () -> run.machine().giveUp(second)));
        assertTrue(second.remedy().contains("spotRestarts"), second.remedy());
    }
}
