package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FAILURE_DESTINATION;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_NAME;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_DATASTORE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.IDLE_MINUTES;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.KMS_KEY;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAX_STUDY_MINUTES;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.SLOTS;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.WORK_FOLDER;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AMI;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SUBNETS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.host.RunnerSettings;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InferenceRequestCheckTest {

    private static Values good() {
        return unprofiled().with(INSTANCE_PROFILE, "profile");
    }

    private static Values unprofiled() {
        return Values.none()
                .with(REGION, "us-gov-west-1")
                .with(BUCKET, "a.bucket-1")
                .with(MAP, "m")
                .with(FUNCTION_ROLE, "arn:aws-us-gov:iam::111122223333:role/path/role")
                .with(KMS_KEY, "arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/studies")
                .with(FAILURE_DESTINATION, "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:dead")
                .with(WORK_FOLDER, "/mnt/instance-store/studies")
                .with(HEALTH_IMAGING_DATASTORE, "0123456789abcdef0123456789abcdef")
                .with(HEALTH_IMAGING_ROLE, "import-role");
    }

    private static Arguments wrong(String parameter, UnaryOperator<Values> change) {
        return Arguments.of(parameter, change);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong("region", b -> b.with(REGION, "europe")),
                wrong("bucket", b -> b.with(BUCKET, "arn:aws:s3:::b")),
                wrong("bucket", b -> b.with(BUCKET, "UPPER")),
                wrong("functionName", b -> b.with(FUNCTION_NAME, "arn:aws:lambda:eu-west-1:1:function:f")),
                wrong("functionName", b -> b.with(FUNCTION_NAME, "f".repeat(45))),
                wrong("functionRole", b -> b.with(FUNCTION_ROLE, "path/role")),
                wrong("instanceProfile", b -> unprofiled()),
                wrong("kmsKey", b -> b.with(KMS_KEY, "alias/studies")),
                wrong("kmsKey", b -> b.with(KMS_KEY, "1234abcd-12ab-34cd-56ef-1234567890ab")),
                wrong("failureDestination", b -> b.with(FAILURE_DESTINATION, "queue")),
                wrong(
                        "healthImagingDatastore",
                        b -> b.with(HEALTH_IMAGING_DATASTORE, "x").with(HEALTH_IMAGING_ROLE, "r")),
                wrong(
                        "healthImagingRole",
                        b -> b.with(HEALTH_IMAGING_DATASTORE, "0123456789abcdef0123456789abcdef")
                                .with(HEALTH_IMAGING_ROLE, "a b")),
                wrong("idleMinutes", b -> b.with(IDLE_MINUTES, 0)),
                wrong("slots", b -> b.with(SLOTS, 17)),
                wrong("workFolder", b -> b.with(WORK_FOLDER, "/")),
                wrong("workFolder", b -> b.with(WORK_FOLDER, "/mnt/../etc")),
                wrong("maxStudyMinutes", b -> b.with(MAX_STUDY_MINUTES, 0)),
                wrong("subnets", b -> b.with(SUBNETS, List.of("net"))),
                wrong("ami", b -> b.with(AMI, "ubuntu")));
    }

    @Test
    void aGoodRequestPasses() {
        assertDoesNotThrow(() -> InferenceRequest.of(good(), Map.of()).check());
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongValueIsRefusedWithItsParameter(String parameter, UnaryOperator<Values> change) {
        InferenceRequest request = InferenceRequest.of(change.apply(good()), Map.of());
        OperationException refused = assertThrows(OperationException.class, () -> request.check());
        assertTrue(refused.getMessage().contains(parameter), refused.getMessage());
    }

    @Test
    void theRunnersSettingsHaveTheNamesItKnows() throws OperationException {
        InferenceState state = new InferenceState("run-1", 0);
        state.account(Account.of("arn:aws-us-gov:iam::111122223333:user/u", "us-gov-west-1"));
        state.image("r/m@sha256:0", "sha256:0");
        var settings = RunnerSettings.of(InferenceRequest.of(good(), Map.of()), state);
        assertEquals("111122223333", settings.path("bucketOwner").asText());
        assertEquals("AES256", settings.path("encryption").path("algorithm").asText());
        state.encryption(BucketEncryption.kms("arn:aws:kms:eu-west-1:111122223333:key/1"));
        var encryption =
                RunnerSettings.of(InferenceRequest.of(good(), Map.of()), state).path("encryption");
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
        InferenceRequest request = InferenceRequest.of(
                good().with(
                                ENDPOINTS,
                                Map.of(
                                        "aws", "http://127.0.0.1:1",
                                        "s3", "http://127.0.0.1:2",
                                        "medical-imaging", "http://127.0.0.1:3",
                                        "ssh", "127.0.0.1:22",
                                        "registry", "http://127.0.0.1:5000")),
                Map.of());
        assertEquals(
                Map.of(
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                        "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2",
                        "AWS_ENDPOINT_URL_MEDICAL_IMAGING", "http://127.0.0.1:3"),
                RunnerSettings.environment(request));
    }
}
