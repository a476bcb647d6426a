package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.lab.Lab;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

/** The laboratory's account in other hands than the build's, past the front that makes errors. */
final class LabAccount implements AutoCloseable {

    private final SdkAwsClients aws;

    LabAccount(Lab lab) {
        aws = new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                Endpoints.of(Map.of(Endpoints.ALL, lab.emulator().toString())),
                null,
                List.of());
    }

    List<String> defaultSubnets() {
        return aws.ec2().describeSubnets().subnets().stream()
                .filter(Subnet::defaultForAz)
                .map(Subnet::subnetId)
                .sorted()
                .toList();
    }

    void immutableRepository(String name) {
        aws.ecr().createRepository(r -> r.repositoryName(name).imageTagMutability(ImageTagMutability.IMMUTABLE));
    }

    /** Somebody ends a machine in the console. */
    void terminate(String instanceId) {
        aws.ec2().terminateInstances(r -> r.instanceIds(instanceId));
    }

    @Override
    public void close() {
        aws.close();
    }
}
