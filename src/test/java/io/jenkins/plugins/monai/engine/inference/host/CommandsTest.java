package io.jenkins.plugins.monai.engine.inference.host;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INPUT_PREFIX;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.PhaseTrial;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationResponse;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** What Systems Manager answers, and what of a user's text it is sent. */
class CommandsTest extends PhaseTrial {

    @Test
    void aMachineThatRunsIsAskedOnlyWhenItsAgentIsOnline() throws OperationException {
        state.instanceId("i-1");
        AtomicInteger asked = new AtomicInteger();
        aws.on(
                DescribeInstanceInformationRequest.class,
                r -> DescribeInstanceInformationResponse.builder()
                        .instanceInformationList(InstanceInformation.builder()
                                .instanceId("i-1")
                                .pingStatus(asked.incrementAndGet() < 3 ? "ConnectionLost" : "Online")
                                .build())
                        .build());
        run(new WaitSsmPhase());
        assertEquals(3, asked.get());
    }

    @Test
    void noTextOfAUserReachesAShell() throws OperationException {
        InferenceRequest hostile = InferenceRequest.of(
                Values.none()
                        .with(REGION, "eu-west-1")
                        .with(BUCKET, "b")
                        .with(INPUT_PREFIX, "in'; touch /tmp/x; '$(id)`id`/")
                        .with(MAP, "m:1")
                        .with(FUNCTION_ROLE, "role")
                        .with(INSTANCE_PROFILE, "profile"),
                Map.of());
        String script = Installation.of(hostile, state).installScript();
        assertTrue(script.lines().findFirst().orElseThrow().matches("MONAI_INSTALL='[A-Za-z0-9+/=]+'"));
        String ordinary = Installation.of(request(), state).installScript();
        assertEquals(ordinary.substring(ordinary.indexOf('\n')), script.substring(script.indexOf('\n')));
    }

    @Test
    void aCommandThatFailsSaysWhatItPrintedLast() {
        aws.on(
                SendCommandRequest.class,
                r -> SendCommandResponse.builder()
                        .command(c -> c.commandId("c-1"))
                        .build());
        aws.on(
                GetCommandInvocationRequest.class,
                r -> GetCommandInvocationResponse.builder()
                        .status("Failed")
                        .statusDetails("Failed")
                        .responseCode(3)
                        .commandId("c-1")
                        .standardOutputContent("{\"ready\": false, \"reason\": \"no such image\"}\n")
                        .standardErrorContent("")
                        .build());
        state.instanceId("i-1");
        OperationException failed = assertThrows(OperationException.class, () -> run(new PullPhase()));
        assertTrue(failed.problem().contains("no such image"), failed.problem());
        assertTrue(failed.remedy().contains("c-1"), failed.remedy());
    }

    @Test
    void anAgentThatIsNotThereYetIsAskedAgain() {
        AtomicInteger sent = new AtomicInteger();
        aws.on(SendCommandRequest.class, r -> {
            sent.incrementAndGet();
            throw ScriptedAws.error(SsmException.builder(), 400, "InvalidInstanceId", "not in a valid state");
        });
        state.instanceId("i-1");
        OperationException failed = assertThrows(OperationException.class, () -> run(new PullPhase()));
        assertEquals(21, sent.get());
        assertTrue(failed.problem().contains("InvalidInstanceId"), failed.problem());
        assertNull(state.pulling().commandId());
    }
}
