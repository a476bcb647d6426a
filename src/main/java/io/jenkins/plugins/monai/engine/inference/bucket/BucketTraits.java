package io.jenkins.plugins.monai.engine.inference.bucket;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.BucketEncryption;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.MFADeleteStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** What of the bucket's configuration decides on uploads later, and can be known before anything is made. */
public final class BucketTraits {

    private static final int NOT_FOUND = 404;

    private final AwsClients aws;
    private final String bucket;
    private final String account;
    private final EngineLog log;

    public BucketTraits(AwsClients aws, String bucket, String account, EngineLog log) {
        this.aws = aws;
        this.bucket = bucket;
        this.account = account;
        this.log = log;
    }

    /** Says what will keep uploads from being moved on. Their results are not touched by that, so it is no error. */
    public void warn() throws OperationException, InterruptedException {
        MFADeleteStatus mfa = AwsErrors.call(
                AwsCall.GET_BUCKET_VERSIONING,
                () -> aws.s3()
                        .getBucketVersioning(r -> r.bucket(bucket).expectedBucketOwner(account))
                        .mfaDelete());
        if (mfa == MFADeleteStatus.ENABLED) {
            log.line(
                    "Warning: the bucket demands MFA to delete a version, which no program has. Uploads will stay where"
                            + " they are beside their results; turn MFA delete off, or choose another bucket");
        }
        look(
                        AwsCall.GET_OBJECT_LOCK,
                        "whether Object Lock will keep uploads from being moved",
                        () -> aws.s3()
                                .getObjectLockConfiguration(
                                        r -> r.bucket(bucket).expectedBucketOwner(account)))
                .map(GetObjectLockConfigurationResponse::objectLockConfiguration)
                .ifPresent(lock -> warnOfLock(lock.rule()));
    }

    private void warnOfLock(ObjectLockRule rule) {
        DefaultRetention retention = rule == null ? null : rule.defaultRetention();
        if (retention == null) {
            log.line("The bucket has Object Lock: an upload under retention or legal hold stays where it is beside its"
                    + " results");
            return;
        }
        String time = retention.days() == null ? retention.years() + " years" : retention.days() + " days";
        log.line("Warning: Object Lock keeps each object of the bucket for " + time + " ("
                + retention.modeAsString() + "). Uploads will stay where they are beside their results, and what the"
                + " ledger and staging leave is kept as well; choose a bucket without default retention");
    }

    /**
     * By the key that was asked for, else as the bucket does it by default: to ask for less would undo what its owner has
     * set up.
     */
    public BucketEncryption encryption(String kmsKey) throws OperationException, InterruptedException {
        if (kmsKey != null) {
            return BucketEncryption.kms(kmsKey);
        }
        Optional<ServerSideEncryptionByDefault> byDefault = look(
                        AwsCall.GET_BUCKET_ENCRYPTION,
                        "which key the bucket encrypts with by default, so SSE-S3 is asked for; name 'kmsKey' if it is one"
                                + " of KMS",
                        () -> aws.s3().getBucketEncryption(r -> r.bucket(bucket).expectedBucketOwner(account)))
                .map(GetBucketEncryptionResponse::serverSideEncryptionConfiguration)
                .flatMap(configuration -> configuration.rules().stream()
                        .map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault)
                        .filter(Objects::nonNull)
                        .findFirst());
        return byDefault
                .map(d -> BucketEncryption.of(d.sseAlgorithmAsString(), d.kmsMasterKeyID()))
                .orElseGet(BucketEncryption::sseS3);
    }

    /** Empty where there is no such configuration, or where it may not be seen, which is said. */
    private <T> Optional<T> look(AwsCall call, String what, Supplier<T> request)
            throws OperationException, InterruptedException {
        try {
            return Optional.ofNullable(request.get());
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (e instanceof S3Exception s3 && s3.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (AwsErrors.isDenied(e)) {
                log.line("Without the IAM action " + call.iamActions().get(0) + " it cannot be seen " + what);
                return Optional.empty();
            }
            throw AwsErrors.translate(call, e);
        }
    }
}
