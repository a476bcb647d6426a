package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose endpoint: a step's overrides go with the step's own credentials only. */
class StepEndpointsTest {

    private static final Map<String, String> OF_PROFILE =
            Map.of("s3", "https://s3.vpce.example", "sts", "https://sts.vpce.example");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws",
                "sts",
                "ecr",
                "registry",
                "s3",
                "ssm",
                "ec2",
                "iam",
                "events",
                "lambda",
                "medical-imaging",
                "servicequotas",
                "checkip",
                "ssh"
            })
    void noOverrideOfAStepIsForTheCredentialsOfAProfile(String key) {
        Map<String, String> ofStep = Map.of(key, "https://elsewhere.example");
        OperationException refused =
                assertThrows(OperationException.class, () -> StepEndpoints.merged(OF_PROFILE, ofStep, null));
        assertTrue(refused.getMessage().contains("'credentialsId'"), refused.getMessage());
        assertTrue(refused.getMessage().contains("administrator"), refused.getMessage());
        assertThrows(OperationException.class, () -> StepEndpoints.merged(Map.of(), ofStep, ""));
        assertThrows(OperationException.class, () -> StepEndpoints.merged(Map.of(), ofStep, " \t"));
        assertThrows(OperationException.class, () -> StepEndpoints.check(ofStep, null));
    }

    @Test
    void anOverrideThatRepeatsTheProfilesIsTheStepsAllTheSame() {
        assertThrows(OperationException.class, () -> StepEndpoints.merged(OF_PROFILE, OF_PROFILE, null));
    }

    @Test
    void withoutOverridesOfItsOwnAStepTakesThoseOfItsProfile() throws Exception {
        assertEquals(OF_PROFILE, StepEndpoints.merged(OF_PROFILE, null, null).toMap());
        assertEquals(
                OF_PROFILE, StepEndpoints.merged(OF_PROFILE, Map.of(), null).toMap());
        assertEquals(OF_PROFILE, StepEndpoints.merged(OF_PROFILE, null, "own").toMap());
    }

    @Test
    void aStepsOwnCredentialsGoWhereTheStepSays() throws Exception {
        assertEquals(
                Map.of("s3", "https://s3.own.example", "sts", "https://sts.vpce.example", "ssh", "127.0.0.1:22"),
                StepEndpoints.merged(OF_PROFILE, Map.of("s3", "https://s3.own.example", "ssh", "127.0.0.1:22"), "own")
                        .toMap());
    }

    @Test
    void anEndpointIsAUrl() {
        assertThrows(
                IllegalArgumentException.class,
                () -> StepEndpoints.merged(Map.of(), Map.of("s3", "s3.own.example"), "own"));
    }
}
