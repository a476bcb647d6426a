package io.jenkins.plugins.monai.engine.inference;

import java.io.Serializable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * How everything that plugin, function and runner write into the bucket is encrypted. It is said with each write, as many
 * buckets' policies demand it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html">Server-side
 *     encryption</a>
 */
public final class BucketEncryption implements Serializable {

    private static final long serialVersionUID = 1L;

    static final String SSE_S3 = "AES256";
    static final String KMS = "aws:kms";

    private final String algorithm;
    private final String kmsKey;

    private BucketEncryption(String algorithm, String kmsKey) {
        this.algorithm = algorithm;
        this.kmsKey = kmsKey;
    }

    public static BucketEncryption sseS3() {
        return new BucketEncryption(SSE_S3, null);
    }

    /** @param key null for the account's own key for S3 */
    public static BucketEncryption kms(String key) {
        return of(KMS, key);
    }

    /** @param algorithm as the API names it: {@code AES256}, {@code aws:kms}, {@code aws:kms:dsse} */
    public static BucketEncryption of(String algorithm, String key) {
        return new BucketEncryption(algorithm, algorithm.equals(SSE_S3) ? null : key);
    }

    /** As the API names it. */
    public String algorithm() {
        return algorithm;
    }

    /** Null for SSE-S3, and for the account's own key for S3. */
    public String kmsKey() {
        return kmsKey;
    }

    public PutObjectRequest.Builder fill(PutObjectRequest.Builder request) {
        request.serverSideEncryption(algorithm);
        if (kmsKey != null) {
            request.ssekmsKeyId(kmsKey);
        }
        // Double encryption has no bucket keys.
        return algorithm.equals(KMS) ? request.bucketKeyEnabled(true) : request;
    }

    @Override
    public String toString() {
        return kmsKey == null ? algorithm : algorithm + " with " + kmsKey;
    }
}
