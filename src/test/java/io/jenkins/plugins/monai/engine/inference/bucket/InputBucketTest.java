package io.jenkins.plugins.monai.engine.inference.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.PhaseTrial;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket that cannot be used. */
class InputBucketTest extends PhaseTrial {

    @Test
    void aBucketOfAnotherRegionOrAccountIsRefused() {
        aws.on(
                HeadBucketRequest.class,
                r -> HeadBucketResponse.builder().bucketRegion("us-east-1").build());
        InputBucket bucket = new InputBucket(aws, "b");
        OperationException far = assertThrows(OperationException.class, () -> bucket.check(state.account(), log));
        assertTrue(far.problem().contains("us-east-1"), far.problem());
        aws.on(HeadBucketRequest.class, r -> {
            assertEquals("111122223333", r.expectedBucketOwner());
            throw ScriptedAws.error(S3Exception.builder(), 403, "403", "");
        });
        OperationException foreign = assertThrows(OperationException.class, () -> bucket.check(state.account(), log));
        assertTrue(foreign.problem().contains("111122223333"), foreign.problem());
        aws.on(HeadBucketRequest.class, r -> {
            throw ScriptedAws.error(S3Exception.builder(), 404, "404", "");
        });
        OperationException none = assertThrows(OperationException.class, () -> bucket.check(state.account(), log));
        assertTrue(none.problem().contains("no bucket"), none.problem());
    }
}
