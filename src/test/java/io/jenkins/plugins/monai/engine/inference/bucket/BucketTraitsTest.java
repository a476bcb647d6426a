package io.jenkins.plugins.monai.engine.inference.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.BucketEncryption;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.MFADeleteStatus;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** Numbers 3 and 20: what PREFLIGHT tells of Object Lock and MFA delete, and how it chooses the encryption. */
class BucketTraitsTest {

    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1";

    private final ScriptedAws aws = new ScriptedAws();
    private final List<String> lines = new ArrayList<>();
    private final EngineLog log = ToldLog.withoutMachine(lines);
    private final BucketTraits traits = new BucketTraits(aws, "b", "111122223333", log);

    @BeforeEach
    void anOrdinaryBucket() {
        aws.on(
                GetBucketVersioningRequest.class,
                r -> GetBucketVersioningResponse.builder().build());
        aws.on(GetObjectLockConfigurationRequest.class, r -> {
            throw failure(404, "ObjectLockConfigurationNotFoundError");
        });
        aws.on(GetBucketEncryptionRequest.class, r -> encrypted("AES256", null));
    }

    private static S3Exception failure(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private static GetBucketEncryptionResponse encrypted(String algorithm, String key) {
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                        d -> d.sseAlgorithm(algorithm).kmsMasterKeyID(key))
                .build();
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(c -> c.rules(rule))
                .build();
    }

    @Test
    void anOrdinaryBucketIsNoWarningWorth() throws Exception {
        traits.warn();
        assertEquals(List.of(), lines);
    }

    @Test
    void mfaDeleteIsToldWithItsRemedy() throws Exception {
        aws.on(
                GetBucketVersioningRequest.class,
                r -> GetBucketVersioningResponse.builder()
                        .mfaDelete(MFADeleteStatus.ENABLED)
                        .build());
        traits.warn();
        assertTrue(lines.get(0).contains("turn MFA delete off"), lines.toString());
    }

    @Test
    void aDefaultRetentionIsToldWithItsRemedy() throws Exception {
        aws.on(
                GetObjectLockConfigurationRequest.class,
                r -> GetObjectLockConfigurationResponse.builder()
                        .objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                                .rule(rule -> rule.defaultRetention(
                                        d -> d.mode("COMPLIANCE").years(7))))
                        .build());
        traits.warn();
        assertTrue(lines.get(0).contains("for 7 years (COMPLIANCE)"), lines.toString());
        assertTrue(lines.get(0).contains("choose a bucket without"), lines.toString());
    }

    @Test
    void aLockWithoutDefaultIsSaidAndNoWarning() throws Exception {
        aws.on(
                GetObjectLockConfigurationRequest.class,
                r -> GetObjectLockConfigurationResponse.builder()
                        .objectLockConfiguration(c -> c.objectLockEnabled("Enabled"))
                        .build());
        traits.warn();
        assertTrue(lines.get(0).startsWith("The bucket has Object Lock"), lines.toString());
    }

    @Test
    void whoMayNotLookIsToldTheAction() throws Exception {
        aws.on(GetObjectLockConfigurationRequest.class, r -> {
            throw failure(403, "AccessDenied");
        });
        traits.warn();
        assertTrue(lines.get(0).contains("s3:GetBucketObjectLockConfiguration"), lines.toString());
    }

    @Test
    void anotherErrorEndsPreflight() {
        aws.on(GetObjectLockConfigurationRequest.class, r -> {
            throw failure(400, "InvalidRequest");
        });
        Assertions.assertThrows(OperationException.class, traits::warn);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"AES256, -", "aws:kms, -", "aws:kms, " + KEY, "aws:kms:dsse, " + KEY})
    void withoutAKeyWhatTheBucketDoesByDefaultIsAskedFor(String algorithm, String key) throws Exception {
        aws.on(GetBucketEncryptionRequest.class, r -> encrypted(algorithm, key));
        BucketEncryption encryption = traits.encryption(null);
        assertEquals(algorithm, encryption.algorithm());
        assertEquals(key, encryption.kmsKey());
        PutObjectRequest put = encryption.fill(PutObjectRequest.builder()).build();
        assertEquals(algorithm, put.serverSideEncryptionAsString());
        assertEquals(key, put.ssekmsKeyId());
        assertEquals(algorithm.equals("aws:kms") ? true : null, put.bucketKeyEnabled());
    }

    @Test
    void theKeyThatIsNamedGoesFirst() throws Exception {
        aws.on(GetBucketEncryptionRequest.class, r -> encrypted("aws:kms", "another"));
        assertEquals(KEY, traits.encryption(KEY).kmsKey());
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied", "404, ServerSideEncryptionConfigurationNotFoundError"})
    void whereNothingIsToBeSeenSseS3IsAskedFor(int status, String code) throws Exception {
        aws.on(GetBucketEncryptionRequest.class, r -> {
            throw failure(status, code);
        });
        BucketEncryption encryption = traits.encryption(null);
        assertEquals("AES256", encryption.algorithm());
        assertNull(encryption.kmsKey());
        assertEquals(status == 403, lines.toString().contains("s3:GetEncryptionConfiguration"));
    }
}
