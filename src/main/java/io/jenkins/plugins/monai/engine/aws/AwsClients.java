package io.jenkins.plugins.monai.engine.aws;

import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The AWS services the engine calls, in one account and region. Each call made through them is an {@link AwsCall}. */
public interface AwsClients extends AutoCloseable {

    /** The region's code: {@code eu-west-1}. */
    String region();

    Ec2Client ec2();

    EcrClient ecr();

    /** ECR of another region, with the same credentials. */
    EcrClient ecr(String otherRegion);

    /** EventBridge. */
    ScheduleRules events();

    IamClient iam();

    LambdaClient lambda();

    S3Client s3();

    AccountQuotas serviceQuotas();

    SsmClient ssm();

    StsClient sts();

    @Override
    void close();
}
