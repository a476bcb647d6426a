package io.jenkins.plugins.monai.engine.inference.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.PhaseTrial;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.inference.ScriptedDocuments;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/** What Lambda answers when a role is not known yet, or a function is not ours. */
class FunctionPhaseTest extends PhaseTrial {

    @BeforeEach
    void document() {
        new ScriptedDocuments(aws).put("monai-deploy-wake-" + FUNCTION, WakeDocument.content(), FUNCTION);
    }

    private static GetFunctionResponse function(Map<String, String> tags, Map<String, String> environment) {
        return GetFunctionResponse.builder()
                .tags(tags)
                .configuration(FunctionConfiguration.builder()
                        .functionName(FUNCTION)
                        .state(State.ACTIVE)
                        .environment(e -> e.variables(environment))
                        .build())
                .build();
    }

    @Test
    void aRoleThatLambdaDoesNotKnowYetIsWaitedForAndThenExplained() {
        aws.on(GetFunctionRequest.class, r -> {
            throw ScriptedAws.error(ResourceNotFoundException.builder(), 404, "ResourceNotFoundException", "none");
        });
        aws.on(CreateFunctionRequest.class, r -> {
            throw ScriptedAws.error(
                    InvalidParameterValueException.builder(),
                    400,
                    "InvalidParameterValueException",
                    "The role defined for the function cannot be assumed by Lambda.");
        });
        OperationException failed = assertThrows(OperationException.class, () -> run(new FunctionPhase()));
        assertTrue(failed.remedy().contains("lambda.amazonaws.com"), failed.remedy());
        assertEquals(41, aws.requests(CreateFunctionRequest.class).size());
        assertEquals(List.of(), state.changes());
    }

    @Test
    void theFunctionIsCreatedWithTheRoleOfThisPartitionAndItsTags() {
        AtomicInteger tries = new AtomicInteger();
        aws.on(GetFunctionRequest.class, r -> {
            throw ScriptedAws.error(ResourceNotFoundException.builder(), 404, "ResourceNotFoundException", "none");
        });
        aws.on(CreateFunctionRequest.class, r -> {
            if (tries.incrementAndGet() == 1) {
                throw ScriptedAws.error(
                        InvalidParameterValueException.builder(),
                        400,
                        "InvalidParameterValueException",
                        "The role defined for the function cannot be assumed by Lambda.");
            }
            aws.on(
                    GetFunctionRequest.class,
                    g -> GetFunctionResponse.builder()
                            .configuration(c -> c.state(State.FAILED).stateReason("no key"))
                            .build());
            return CreateFunctionResponse.builder().build();
        });
        OperationException failed = assertThrows(OperationException.class, () -> run(new FunctionPhase()));
        assertTrue(failed.problem().contains("no key"), failed.problem());
        CreateFunctionRequest made = aws.requests(CreateFunctionRequest.class).get(1);
        assertEquals("arn:aws:iam::111122223333:role/role", made.role());
        assertEquals("python3.13", made.runtimeAsString());
        assertEquals(120, made.timeout());
        assertEquals(FUNCTION, made.tags().get(StandingIdentity.TAG));
        assertEquals("b", made.environment().variables().get("MONAI_BUCKET"));
        assertEquals(
                "monai-deploy-wake-" + FUNCTION, made.environment().variables().get("MONAI_WAKE_DOCUMENT"));
        assertEquals(List.of("function monai-inference created"), state.changes());
    }

    @Test
    void aFunctionOfSomeoneElseOrForAnotherBucketIsLeftAlone() {
        aws.on(GetFunctionRequest.class, r -> function(Map.of(), Map.of("MONAI_BUCKET", "b")));
        OperationException foreign =
                assertThrows(OperationException.class, () -> new Functions(aws, FUNCTION).checkOwner("b"));
        assertTrue(foreign.problem().contains("has not made"), foreign.problem());
        aws.on(
                GetFunctionRequest.class,
                r -> function(Map.of(StandingIdentity.TAG, FUNCTION), Map.of("MONAI_BUCKET", "other")));
        OperationException elsewhere =
                assertThrows(OperationException.class, () -> new Functions(aws, FUNCTION).checkOwner("b"));
        assertTrue(elsewhere.problem().contains("'other'"), elsewhere.problem());
    }

    @ParameterizedTest
    @CsvSource(
            value = {"0, 1", "1, 0", "NULL, 0"},
            nullValues = "NULL")
    void issue12_aFunctionThatIsPausedIsTold(Integer concurrency, int warnings) throws Exception {
        aws.on(
                GetFunctionRequest.class,
                r -> GetFunctionResponse.builder()
                        .concurrency(c -> c.reservedConcurrentExecutions(concurrency))
                        .build());
        new Functions(aws, FUNCTION).warnOfPause(log);
        assertEquals(warnings, lines.size(), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.contains("never runs: uploads wait")), lines::toString);
    }

    @Test
    void issue12_aFunctionThatIsNotThereIsNotPaused() throws Exception {
        aws.on(GetFunctionRequest.class, r -> {
            throw ResourceNotFoundException.builder().build();
        });
        new Functions(aws, FUNCTION).warnOfPause(log);
        assertEquals(List.of(), lines);
    }
}
