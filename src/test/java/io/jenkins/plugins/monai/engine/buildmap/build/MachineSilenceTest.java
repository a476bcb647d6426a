package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Issue 12: SSH drops for ten minutes while a command runs on the machine; the time is the build's clock. */
class MachineSilenceTest {

    private static final String RUNNING = "running";

    private final TrialClock clock = new TrialClock();
    private final BuildMapState state = new BuildMapState("run-1", clock.millis());
    private final ScriptedAws aws = new ScriptedAws();
    private String machine = RUNNING;
    private DetachedRun command;

    @BeforeEach
    void aCommandOnAMachine() {
        state.machine().launched("i-1", "g4dn.xlarge", clock.millis());
        aws.on(
                DescribeInstancesRequest.class,
                r -> DescribeInstancesResponse.builder()
                        .reservations(Reservation.builder()
                                .instances(Instance.builder()
                                        .instanceId("i-1")
                                        .state(s -> s.name(machine))
                                        .build())
                                .build())
                        .build());
        BuildMapRequest request = BuildMapRequest.of(
                Values.none().with(REGION, "eu-west-1").with(APP, "app").with(REPOSITORY, "monai"), Map.of());
        BuildMapContext context = new BuildMapContext(
                request,
                new OperationRun<>(
                        new RunIdentity("run-1", "controller", "job #1"),
                        new OperationJournal<>(state, s -> {}, new TrialLog(), clock),
                        aws,
                        null,
                        ProxySelector.of(null)),
                null);
        command = new DetachedRun(context, "package", state.packaging());
    }

    private String unheard() throws OperationException, InterruptedException {
        return command.unreachable("the packaging", new RemoteException("Connection refused"))
                .waitingFor();
    }

    @Test
    void tenMinutesAreWaitedOutAndForgottenOnceItAnswers() throws Exception {
        for (int outage = 0; outage < 3; outage++) {
            for (int minutes = 0; minutes <= 10; minutes++) {
                assertEquals("the machine to answer again", unheard());
                clock.moveOn(Duration.ofMinutes(1));
            }
            state.packaging().answered();
        }
    }

    @Test
    void aSilenceUntilTheLeaseIsAboutToEndIsTheEnd() throws Exception {
        unheard();
        clock.moveOn(Duration.ofMinutes(14));
        OperationException e = assertThrows(OperationException.class, this::unheard);
        assertEquals("The machine has not answered for 13 minutes (Connection refused)", e.problem());
        assertTrue(e.remedy().contains("network between controller and machine"), e.remedy());
    }

    @Test
    void aMachineThatIsGoneIsNotWaitedFor() {
        machine = "terminated";
        OperationException e = assertThrows(OperationException.class, this::unheard);
        assertEquals("The machine went away while the packaging ran on it", e.problem());
        assertTrue(e.remedy().contains("EC2 console"), e.remedy());
    }
}
