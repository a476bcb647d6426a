package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FAILURE_DESTINATION;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_DATASTORE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.KMS_KEY;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.WORK_FOLDER;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;

import io.jenkins.plugins.monai.engine.parameter.Values;

/** A request that nothing is wrong with, of another partition than most. */
public final class GoodRequest {

    private GoodRequest() {}

    public static Values good() {
        return unprofiled().with(INSTANCE_PROFILE, "profile");
    }

    public static Values unprofiled() {
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
}
