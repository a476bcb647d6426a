package io.jenkins.plugins.monai.engine.inference.bucket;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.Account;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whether the bucket can be worked with. */
public final class InputBucket {

    private static final int MOVED = 301;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final AwsClients aws;
    private final String bucket;

    public InputBucket(AwsClients aws, String bucket) {
        this.aws = aws;
        this.bucket = bucket;
    }

    /**
     * It must exist, belong to the account (or whoever owns it could set the function off) and lie in the region, as S3
     * notifies functions of its own region alone.
     */
    public void check(Account account, EngineLog log) throws OperationException, InterruptedException {
        String region = region(account);
        if (region != null && !region.equals(aws.region())) {
            throw elsewhere(region);
        }
        BucketVersioningStatus versioning = AwsErrors.call(
                AwsCall.GET_BUCKET_VERSIONING,
                () -> aws.s3()
                        .getBucketVersioning(r -> r.bucket(bucket).expectedBucketOwner(account.id()))
                        .status());
        if (versioning == BucketVersioningStatus.ENABLED) {
            log.line("The bucket keeps versions: an upload that was moved on stays as a noncurrent version until a"
                    + " lifecycle rule expires it");
        }
    }

    /** Null where S3 does not tell. */
    private String region(Account account) throws OperationException, InterruptedException {
        try {
            HeadBucketResponse head = aws.s3().headBucket(r -> r.bucket(bucket).expectedBucketOwner(account.id()));
            return head.bucketRegion();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (S3Exception e) {
            throw refused(e, account);
        } catch (SdkException e) {
            throw AwsErrors.translate(AwsCall.HEAD_BUCKET, e);
        }
    }

    /** The answer to a HEAD request has no text, so the status has to do. */
    private OperationException refused(S3Exception e, Account account) {
        Optional<String> where =
                e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
                        ? Optional.empty()
                        : e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        if (where.isPresent() && !where.get().equals(aws.region())) {
            return elsewhere(where.get());
        }
        return switch (e.statusCode()) {
            case NOT_FOUND ->
                new OperationException(
                        "There is no bucket '" + bucket + "'",
                        "Check 'bucket', or make it: it must lie in " + aws.region());
            case FORBIDDEN ->
                new OperationException(
                        "The bucket '" + bucket + "' is not accessible, or does not belong to the account "
                                + account.id(),
                        "Allow the IAM action s3:ListBucket for the identity behind the credentials, or choose a bucket"
                                + " of this account",
                        e);
            case MOVED, BAD_REQUEST -> elsewhere("another region");
            default -> AwsErrors.translate(AwsCall.HEAD_BUCKET, e);
        };
    }

    private OperationException elsewhere(String region) {
        return new OperationException(
                "The bucket '" + bucket + "' lies in " + region + ", not in " + aws.region(),
                "Choose the bucket's region, as S3 notifies functions of its own region alone");
    }
}
