package io.jenkins.plugins.monai.engine.inference.bucket;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.BucketEncryption;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of a bucket of the account. */
public final class BucketObjects {

    private static final int NOT_FOUND = 404;

    private final AwsClients aws;
    private final String bucket;
    private final String account;

    public BucketObjects(AwsClients aws, String bucket, String account) {
        this.aws = aws;
        this.bucket = bucket;
        this.account = account;
    }

    public boolean exists(String key) throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.HEAD_OBJECT, () -> {
            try {
                aws.s3().headObject(r -> r.bucket(bucket).key(key).expectedBucketOwner(account));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Empty when there is none. */
    public Optional<byte[]> get(String key) throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.GET_OBJECT, () -> {
            try {
                return Optional.of(aws.s3()
                        .getObjectAsBytes(r -> r.bucket(bucket).key(key).expectedBucketOwner(account))
                        .asByteArray());
            } catch (NoSuchKeyException e) {
                return Optional.<byte[]>empty();
            }
        });
    }

    public void put(String key, byte[] content, BucketEncryption encryption)
            throws OperationException, InterruptedException {
        put(key, RequestBody.fromBytes(content), encryption);
    }

    public void put(String key, RequestBody content, BucketEncryption encryption)
            throws OperationException, InterruptedException {
        AwsErrors.call(
                AwsCall.PUT_OBJECT,
                () -> aws.s3()
                        .putObject(
                                r -> encryption.fill(r.bucket(bucket).key(key).expectedBucketOwner(account)), content));
    }

    public List<S3Object> list(String prefix) throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.LIST_OBJECTS,
                () -> aws
                        .s3()
                        .listObjectsV2Paginator(
                                r -> r.bucket(bucket).prefix(prefix).expectedBucketOwner(account))
                        .contents()
                        .stream()
                        .toList());
    }

    /** One that is not there is fine. */
    public void delete(String key) throws OperationException, InterruptedException {
        AwsErrors.call(
                AwsCall.DELETE_OBJECT,
                () -> aws.s3().deleteObject(r -> r.bucket(bucket).key(key).expectedBucketOwner(account)));
    }
}
