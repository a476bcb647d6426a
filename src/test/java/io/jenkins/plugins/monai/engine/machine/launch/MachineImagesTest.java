package io.jenkins.plugins.monai.engine.machine.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.lab.Emulator;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;

/** Which AMI a machine boots, with real filters; the public parameters, which the emulator lacks, are a stand-in. */
class MachineImagesTest {

    private static Emulator moto;
    private static SdkAwsClients aws;
    private static final Map<String, String> machines = new HashMap<>();
    private static Image base;

    private final List<String> lines = new ArrayList<>();
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Emulator.hasMoto(), "no second emulator: run make setup, which fetches moto");
        moto = Emulator.moto();
        aws = new SdkAwsClients(
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
                Endpoints.of(Map.of(Endpoints.ALL, moto.uri().toString())),
                null,
                List.of());
        base = images("x86_64").get(0);
        machines.put("x86_64", machineOf(base));
        machines.put("arm64", machineOf(images("arm64").get(0)));
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            aws.close();
            moto.close();
        }
    }

    @AfterEach
    void deregister() {
        made.forEach(id -> aws.ec2().deregisterImage(r -> r.imageId(id)));
    }

    private static List<Image> images(String architecture) {
        return aws.ec2().describeImages().images().stream()
                .filter(i -> architecture.equals(i.architectureAsString()))
                .toList();
    }

    private static String machineOf(Image image) {
        return aws.ec2()
                .runInstances(r -> r.imageId(image.imageId()).minCount(1).maxCount(1))
                .instances()
                .get(0)
                .instanceId();
    }

    /** From a machine, since the emulator forgets the architecture of an image that is made. */
    private String make(String name, String architecture, String tag, String value) {
        String id = aws.ec2()
                .createImage(r -> r.name(name).instanceId(machines.get(architecture)))
                .imageId();
        made.add(id);
        aws.ec2().createTags(r -> r.resources(id).tags(Tags.of(tag, value)));
        return id;
    }

    /** The account as it is, but for what is given. */
    private static AwsClients with(Ec2Client ec2, SsmClient ssm) {
        return (AwsClients) Proxy.newProxyInstance(
                AwsClients.class.getClassLoader(),
                new Class<?>[] {AwsClients.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "region" -> "us-east-1";
                    case "ec2" -> ec2;
                    case "ssm" -> ssm;
                    default -> throw new AssertionError("Not foreseen: " + method);
                });
    }

    /** Its public parameter of the Deep Learning base AMI names the given image; it has no other. */
    private static SsmClient parameters(String imageId) {
        return new SsmClient() {
            @Override
            public GetParameterResponse getParameter(GetParameterRequest request) {
                assertEquals(MachineImages.DEEP_LEARNING_BASE, request.name());
                return GetParameterResponse.builder()
                        .parameter(p -> p.value(imageId))
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static Ec2Client answering(Image... images) {
        return new Ec2Client() {
            @Override
            public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
                return DescribeImagesResponse.builder().images(images).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private String resolved(AwsClients clients, String ami) throws Exception {
        return new MachineImages(clients, ToldLog.withoutMachine(lines))
                .resolve(ami)
                .imageId();
    }

    private String resolved(String ami) throws Exception {
        return resolved(with(aws.ec2(), parameters(base.imageId())), ami);
    }

    @Test
    void theAccountsOwnComesBeforeThePublicOne() throws Exception {
        String own = make("monai-deploy 2026-03-01", "x86_64", MachineImages.OWN_TAG, "1");
        assertEquals(own, resolved(null));
        assertEquals(
                List.of("Image " + own
                        + ", the account's newest with the tag monai-deploy:ami (monai-deploy 2026-03-01)"),
                lines);
    }

    @Test
    void theNewestOfSeveral() throws Exception {
        AwsClients account = with(
                answering(
                        image("ami-00000003", "2026-02-28T23:59:59.000Z"),
                        image("ami-00000001", "2026-03-01T00:00:00.000Z"),
                        image("ami-00000002", "2025-12-31T00:00:00.000Z")),
                parameters("none"));
        assertEquals("ami-00000001", resolved(account, null));
    }

    private static Image image(String id, String date) {
        return Image.builder()
                .imageId(id)
                .name("name of " + id)
                .creationDate(date)
                .build();
    }

    @Test
    void thePublicOneWhereTheAccountHasNone() throws Exception {
        assertEquals(base.imageId(), resolved(null));
        assertEquals(
                List.of("Image " + base.imageId()
                        + ", the region's Deep Learning base AMI; the account has none with the"
                        + " tag monai-deploy:ami"),
                lines);
    }

    @Test
    void otherTagsValuesAndArchitecturesAreNotTaken() throws Exception {
        make("another tag", "x86_64", "monai-deploy:image", "1");
        make("of another kind", "x86_64", MachineImages.OWN_TAG, "2");
        make("for another processor", "arm64", MachineImages.OWN_TAG, "1");
        assertEquals(base.imageId(), resolved(null));
    }

    /** Anyone can share an AMI with the account, and a machine that boots it gets the build's credentials. */
    @Test
    void aStrangersIsNotTakenWhateverItsTag() throws Exception {
        Image stranger = images("x86_64").get(1);
        aws.ec2().createTags(r -> r.resources(stranger.imageId()).tags(Tags.of(MachineImages.OWN_TAG, "1")));
        try {
            assertEquals(base.imageId(), resolved(null));
        } finally {
            aws.ec2().deleteTags(r -> r.resources(stranger.imageId()).tags(Tags.of(MachineImages.OWN_TAG, "1")));
        }
    }

    @Test
    void oneThatIsNamedComesBeforeTheAccountsOwn() throws Exception {
        make("monai-deploy", "x86_64", MachineImages.OWN_TAG, "1");
        assertEquals(base.imageId(), resolved(base.imageId()));
        assertEquals(
                base.imageId(),
                resolved("resolve:ssm:" + MachineImages.DEEP_LEARNING_BASE),
                "also by the name of its parameter");
        String line = "Image " + base.imageId() + ", as 'ami' says";
        assertEquals(List.of(line, line), lines);
    }

    @Test
    void oneThatIsNotAvailable() {
        Image pending = image("ami-00000001", "2026-03-01T00:00:00.000Z").toBuilder()
                .state("pending")
                .build();
        OperationException e = assertThrows(
                OperationException.class, () -> resolved(with(answering(pending), parameters("none")), "ami-00000001"));
        assertEquals("The image ami-00000001 is pending, not available", e.problem());
        assertTrue(e.remedy().contains("'ami'"), e.remedy());
    }
}
