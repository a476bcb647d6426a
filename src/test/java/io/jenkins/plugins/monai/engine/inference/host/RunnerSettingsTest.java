package io.jenkins.plugins.monai.engine.inference.host;

import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.inference.Account;
import io.jenkins.plugins.monai.engine.inference.BucketEncryption;
import io.jenkins.plugins.monai.engine.inference.GoodRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the runner is told, by the names it knows. */
class RunnerSettingsTest {

    @Test
    void theRunnersSettingsHaveTheNamesItKnows() throws OperationException {
        InferenceState state = new InferenceState("run-1", 0);
        state.account(Account.of("arn:aws-us-gov:iam::111122223333:user/u", "us-gov-west-1"));
        state.image("r/m@sha256:0", "sha256:0");
        var settings = RunnerSettings.of(InferenceRequest.of(GoodRequest.good(), Map.of()), state);
        assertEquals("111122223333", settings.path("bucketOwner").asText());
        assertEquals("AES256", settings.path("encryption").path("algorithm").asText());
        state.encryption(BucketEncryption.kms("arn:aws:kms:eu-west-1:111122223333:key/1"));
        var encryption = RunnerSettings.of(InferenceRequest.of(GoodRequest.good(), Map.of()), state)
                .path("encryption");
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
                GoodRequest.good()
                        .with(
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
