package io.jenkins.plugins.monai.engine.inference;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.inference.host.RunnerSettings;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InferenceRequestCheckTest {

    private static final MachineSpec MACHINE =
            MachineSpec.builder().instanceProfile("profile").build();

    private static InferenceRequest.Builder good() {
        return InferenceRequest.builder()
                .region("us-gov-west-1")
                .bucket("a.bucket-1")
                .map("m")
                .functionRole("arn:aws-us-gov:iam::111122223333:role/path/role")
                .kmsKey("arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/studies")
                .failureDestination("arn:aws-us-gov:sqs:us-gov-west-1:111122223333:dead")
                .machine(MACHINE)
                .workFolder("/mnt/instance-store/studies")
                .healthImaging(new HealthImagingStore("0123456789abcdef0123456789abcdef", "import-role"));
    }

    private static Arguments wrong(String parameter, UnaryOperator<InferenceRequest.Builder> change) {
        return Arguments.of(parameter, change);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong("region", b -> b.region("europe")),
                wrong("bucket", b -> b.bucket("arn:aws:s3:::b")),
                wrong("bucket", b -> b.bucket("UPPER")),
                wrong("functionName", b -> b.functionName("arn:aws:lambda:eu-west-1:1:function:f")),
                wrong("functionName", b -> b.functionName("f".repeat(45))),
                wrong("functionRole", b -> b.functionRole("path/role")),
                wrong("instanceProfile", b -> b.machine(MachineSpec.builder().build())),
                wrong("kmsKey", b -> b.kmsKey("alias/studies")),
                wrong("kmsKey", b -> b.kmsKey("1234abcd-12ab-34cd-56ef-1234567890ab")),
                wrong("failureDestination", b -> b.failureDestination("queue")),
                wrong("healthImagingDatastore", b -> b.healthImaging(new HealthImagingStore("x", "r"))),
                wrong(
                        "healthImagingRole",
                        b -> b.healthImaging(new HealthImagingStore("0123456789abcdef0123456789abcdef", "a b"))),
                wrong("idleMinutes", b -> b.idleMinutes(0)),
                wrong("slots", b -> b.slots(17)),
                wrong("workFolder", b -> b.workFolder("/")),
                wrong("workFolder", b -> b.workFolder("/mnt/../etc")),
                wrong("maxStudyMinutes", b -> b.limits(new StudyLimits(null, null, 0))),
                wrong(
                        "subnets",
                        b -> b.machine(MachineSpec.builder()
                                .instanceProfile("p")
                                .subnets(List.of("net"))
                                .build())),
                wrong(
                        "ami",
                        b -> b.machine(MachineSpec.builder()
                                .instanceProfile("p")
                                .ami("ubuntu")
                                .build())));
    }

    @Test
    void aGoodRequestPasses() {
        assertDoesNotThrow(() -> InferenceRequestCheck.check(good().build()));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongValueIsRefusedWithItsParameter(String parameter, UnaryOperator<InferenceRequest.Builder> change) {
        InferenceRequest request = change.apply(good()).build();
        OperationException refused = assertThrows(OperationException.class, () -> InferenceRequestCheck.check(request));
        assertTrue(refused.getMessage().contains(parameter), refused.getMessage());
    }

    @Test
    void theRunnersSettingsHaveTheNamesItKnows() throws OperationException {
        InferenceState state = new InferenceState("run-1", 0);
        state.account(Account.of("arn:aws-us-gov:iam::111122223333:user/u", "us-gov-west-1"));
        state.image("r/m@sha256:0", "sha256:0");
        var settings = RunnerSettings.of(good().build(), state);
        assertEquals("111122223333", settings.path("bucketOwner").asText());
        assertEquals("AES256", settings.path("encryption").path("algorithm").asText());
        state.encryption(BucketEncryption.kms("arn:aws:kms:eu-west-1:111122223333:key/1"));
        var encryption = RunnerSettings.of(good().build(), state).path("encryption");
        assertEquals("aws:kms", encryption.path("algorithm").asText());
        assertEquals(
                "arn:aws:kms:eu-west-1:111122223333:key/1",
                encryption.path("kmsKey").asText());
        assertEquals("input/", settings.path("inputPrefix").asText());
        assertEquals(8L << 30, settings.path("limits").path("bytes").asLong());
        assertEquals(
                "arn:aws-us-gov:iam::111122223333:role/import-role",
                settings.path("healthImaging").path("dataAccessRoleArn").asText());
        assertEquals("/mnt/instance-store/studies", settings.path("workFolder").asText());
    }

    @Test
    void theRunnerFindsAwsWhereTheRequestDoes() {
        InferenceRequest request = good().endpoints(Endpoints.of(Map.of(
                        "aws", "http://127.0.0.1:1",
                        "s3", "http://127.0.0.1:2",
                        "medical-imaging", "http://127.0.0.1:3",
                        "ssh", "127.0.0.1:22",
                        "registry", "http://127.0.0.1:5000")))
                .build();
        assertEquals(
                Map.of(
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                        "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2",
                        "AWS_ENDPOINT_URL_MEDICAL_IMAGING", "http://127.0.0.1:3"),
                RunnerSettings.environment(request));
    }
}
