package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.inference.trigger.InstalledTrigger;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;

/** What there is of one installation, as the laboratory's account has it, past the front that makes errors. */
final class InferenceAccount implements AutoCloseable {

    private final Lab lab;
    private final String function;
    private final String bucket;
    private final SdkAwsClients aws;

    InferenceAccount(Lab lab, String function, String bucket) {
        this.lab = lab;
        this.function = function;
        this.bucket = bucket;
        this.aws = new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                Endpoints.of(Map.of(Endpoints.ALL, lab.emulator().toString())),
                null,
                List.of());
    }

    SdkAwsClients aws() {
        return aws;
    }

    /** How many there are of each kind of which a whole installation has one. */
    private List<Integer> counts() throws Exception {
        LeftRunning running = lab.leftRunning(StandingIdentity.TAG, function);
        return List.of(
                running.instances(),
                running.securityGroups(),
                InstalledTrigger.hasFunction(aws, function) ? 1 : 0,
                notifications(),
                documents(),
                aws.events().find(Names.schedule(function)).isPresent() ? 1 : 0);
    }

    private int notifications() throws Exception {
        return (int) InstalledTrigger.notifications(aws, bucket).lambdaFunctionConfigurations().stream()
                .map(LambdaFunctionConfiguration::lambdaFunctionArn)
                .filter(arn -> arn.endsWith(":" + function))
                .count();
    }

    private int documents() {
        try {
            aws.ssm().describeDocument(r -> r.name(Names.wakeDocument(function)));
            return 1;
        } catch (InvalidDocumentException e) {
            return 0;
        }
    }

    private int permissions() {
        try {
            return aws.lambda()
                            .getPolicy(r -> r.functionName(function))
                            .policy()
                            .split("\"Sid\"")
                            .length
                    - 1;
        } catch (ResourceNotFoundException e) {
            return 0;
        }
    }

    /** What there is at all. */
    int all() throws Exception {
        return counts().stream().mapToInt(Integer::intValue).sum()
                + aws.s3()
                        .listObjectsV2(r -> r.bucket(bucket).prefix(".monai/"))
                        .keyCount();
    }

    /** What a whole installation has and this one has not. */
    int missing() throws Exception {
        int one = (int) counts().stream().filter(count -> count == 0).count();
        return one + Math.max(0, 2 - permissions());
    }

    /** What there is beyond one of each, and of permissions beyond two. */
    int surplus() throws Exception {
        int one = counts().stream().mapToInt(count -> Math.max(0, count - 1)).sum();
        return one + Math.max(0, permissions() - 2);
    }

    @Override
    public void close() {
        aws.close();
    }
}
