package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.CAPACITY_MINUTES;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FAILURE_DESTINATION;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_NAME;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_DATASTORE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.IDLE_MINUTES;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.KMS_KEY;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAX_STUDY_MINUTES;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.SLOTS;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.WORK_FOLDER;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AMI;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AWS_TAGS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SUBNETS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                wrong("instanceProfile", b -> GoodRequest.unprofiled()),
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
                wrong("capacityMinutes", b -> b.with(CAPACITY_MINUTES, 0)),
                wrong("capacityMinutes", b -> b.with(CAPACITY_MINUTES, 1441)),
                wrong("awsTags", b -> b.with(AWS_TAGS, List.of("aws:team=a"))),
                wrong("slots", b -> b.with(SLOTS, 17)),
                wrong("workFolder", b -> b.with(WORK_FOLDER, "/")),
                wrong("workFolder", b -> b.with(WORK_FOLDER, "/mnt/../etc")),
                wrong("maxStudyMinutes", b -> b.with(MAX_STUDY_MINUTES, 0)),
                wrong("subnets", b -> b.with(SUBNETS, List.of("net"))),
                wrong("ami", b -> b.with(AMI, "ubuntu")));
    }

    @Test
    void aGoodRequestPasses() {
        assertDoesNotThrow(
                () -> InferenceRequest.of(GoodRequest.good(), Map.of()).check());
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongValueIsRefusedWithItsParameter(String parameter, UnaryOperator<Values> change) {
        InferenceRequest request = InferenceRequest.of(change.apply(GoodRequest.good()), Map.of());
        OperationException refused = assertThrows(OperationException.class, () -> request.check());
        assertTrue(refused.getMessage().contains(parameter), refused.getMessage());
    }
}
