package io.jenkins.plugins.monai.lab;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What AWS has in every account, put into the emulator; and a look at what is in it, past the front. */
final class LabSeed implements AutoCloseable {

    /** https://docs.aws.amazon.com/dlami/latest/devguide/find-dlami-id.html */
    private static final List<String> DEEP_LEARNING_PARAMETERS = List.of(
            "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id",
            "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id");

    private static final String ARM_PARAMETER =
            "/aws/service/deeplearning/ami/arm64/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id";

    /** Ubuntu as the emulator lists it by itself: an instance of it is an entry in its books alone. */
    private static final String LISTED_IMAGE = "ami-0123456789abcdef0";

    private final Ec2Client ec2;
    private final String imageId;
    private final String armImageId;

    LabSeed(URI emulator, String region, Optional<String> imageLocation) {
        ec2 = configured(Ec2Client.builder(), emulator, region).build();
        imageId = imageLocation
                .map(location -> register("Deep Learning Base AMI", location, ArchitectureValues.X86_64))
                .orElse(LISTED_IMAGE);
        armImageId = register("Deep Learning Base ARM64 AMI", null, ArchitectureValues.ARM64);
    }

    private static <B extends AwsClientBuilder<B, ?>> B configured(B builder, URI endpoint, String region) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    private String register(String name, String location, ArchitectureValues architecture) {
        return ec2.registerImage(r -> r.name(name)
                        .imageLocation(location)
                        .architecture(architecture)
                        .rootDeviceName("/dev/sda1")
                        .virtualizationType("hvm"))
                .imageId();
    }

    String imageId() {
        return imageId;
    }

    String armImageId() {
        return armImageId;
    }

    /** The public parameters that name the images. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>(Map.of(ARM_PARAMETER, armImageId));
        DEEP_LEARNING_PARAMETERS.forEach(name -> parameters.put(name, imageId));
        return parameters;
    }

    /** Image ids with their architectures. */
    Map<String, String> images() {
        return Map.of(imageId, "x86_64", armImageId, "arm64");
    }

    int instances(String tag, String value) {
        return (int) ec2.describeInstancesPaginator(r -> r.filters(filter(tag, value))).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
                .count();
    }

    /** Terminated ones too. */
    int launched(String tag, String value) {
        return (int) ec2.describeInstancesPaginator(r -> r.filters(filter(tag, value))).reservations().stream()
                .mapToLong(reservation -> reservation.instances().size())
                .sum();
    }

    int securityGroups(String tag, String value) {
        return ec2.describeSecurityGroups(r -> r.filters(filter(tag, value)))
                .securityGroups()
                .size();
    }

    private static Filter filter(String tag, String value) {
        return Filter.builder().name("tag:" + tag).values(value).build();
    }

    @Override
    public void close() {
        ec2.close();
    }
}
