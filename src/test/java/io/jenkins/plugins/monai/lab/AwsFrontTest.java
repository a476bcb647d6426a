package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What the front adds to the emulator, seen through the SDK. */
@NeedsLab(containers = false)
class AwsFrontTest {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4Yr1qkq0y1pW0m8Z0pEo0Y4Q0xWJt3m6q3T0y0s1aF";

    private final String run = "front-" + UUID.randomUUID();
    private Lab lab;
    private Ec2Client ec2;

    @BeforeEach
    void open(Lab shared) {
        lab = shared;
        lab.front().reset();
        ec2 = TestInstance.client(Ec2Client.builder(), lab)
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterEach
    void close() {
        lab.front().reset();
        ec2.deleteKeyPair(r -> r.keyName(run));
        ec2.close();
    }

    private RunInstancesRequest.Builder request() {
        return RunInstancesRequest.builder()
                .imageId(lab.imageId())
                .instanceType("g4dn.xlarge")
                .minCount(1)
                .maxCount(1)
                .tagSpecifications(tags(ResourceType.INSTANCE));
    }

    private TagSpecification tags(ResourceType type) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(Tag.builder().key("run").value(run).build())
                .build();
    }

    private String refusal(RunInstancesRequest.Builder request) {
        AwsServiceException refused = assertThrows(AwsServiceException.class, () -> ec2.runInstances(request.build()));
        return refused.awsErrorDetails().errorCode();
    }

    @Test
    void aDryRunLaunchesNothing() {
        AwsServiceException answer = assertThrows(
                AwsServiceException.class,
                () -> ec2.runInstances(request().dryRun(true).build()));
        assertEquals("DryRunOperation", answer.awsErrorDetails().errorCode());
        assertEquals(412, answer.statusCode());
        assertEquals(0, lab.leftRunning("run", run).instances());
    }

    @Test
    void aClientTokenGivesTheSameInstanceAgain() {
        RunInstancesRequest request = request().clientToken(run).build();
        String id = ec2.runInstances(request).instances().get(0).instanceId();
        assertEquals(id, ec2.runInstances(request).instances().get(0).instanceId());
        assertEquals(1, lab.leftRunning("run", run).instances());
        assertEquals(
                "IdempotentParameterMismatch",
                refusal(request().clientToken(run).instanceType("g5.xlarge")));
        ec2.terminateInstances(r -> r.instanceIds(id));
        assertEquals(0, lab.leftRunning("run", run).instances());
    }

    @Test
    void whatDoesNotExistOrFitIsRefused() {
        assertEquals("InvalidAMIID.NotFound", refusal(request().imageId("ami-00000000000000000")));
        assertEquals("InvalidParameterValue", refusal(request().instanceType("g4dn.tiny")));
        assertEquals("InvalidParameterValue", refusal(request().imageId(lab.armImageId())));
        assertEquals("InvalidKeyPair.NotFound", refusal(request().keyName(run)));
        assertEquals(0, lab.leftRunning("run", run).instances());
    }

    @Test
    void ordersAreFilledAsOftenAsAskedAndNotInDryRuns() {
        lab.front().fail("RunInstances", "InsufficientInstanceCapacity", 1);
        assertEquals("DryRunOperation", refusal(request().dryRun(true)));
        assertEquals("InsufficientInstanceCapacity", refusal(request()));
        assertEquals("DryRunOperation", refusal(request().dryRun(true)));
        assertEquals(3, lab.front().requests("ec2:RunInstances").size());
    }

    @Test
    void anOrderCanPickItsCalls() {
        lab.front()
                .fail(
                        call -> call.parameter("InstanceType").orElse("").equals("g5.xlarge"),
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation.",
                        9);
        assertEquals("DryRunOperation", refusal(request().dryRun(true)));
        assertEquals("UnauthorizedOperation", refusal(request().dryRun(true).instanceType("g5.xlarge")));
    }

    @Test
    void aConnectionCanBeReset() {
        lab.front().resetConnection("DescribeInstances", 1);
        assertThrows(SdkClientException.class, () -> ec2.describeInstances());
        ec2.describeInstances();
    }

    @Test
    void keyPairsHaveTagsAndAreUnique() {
        ec2.importKeyPair(r -> r.keyName(run)
                .publicKeyMaterial(SdkBytes.fromUtf8String(KEY))
                .tagSpecifications(tags(ResourceType.KEY_PAIR)));
        Filter filter = Filter.builder().name("tag:run").values(run).build();
        assertEquals(1, ec2.describeKeyPairs(r -> r.filters(filter)).keyPairs().size());
        AwsServiceException twice = assertThrows(
                AwsServiceException.class,
                () -> ec2.importKeyPair(r -> r.keyName(run).publicKeyMaterial(SdkBytes.fromUtf8String(KEY))));
        assertEquals("InvalidKeyPair.Duplicate", twice.awsErrorDetails().errorCode());
        assertEquals(1, lab.leftRunning("run", run).keyPairs());
        ec2.deleteKeyPair(r -> r.keyName(run));
        assertTrue(lab.leftRunning("run", run).isNothing());
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        AwsServiceException refused = assertThrows(
                AwsServiceException.class,
                () -> ec2.importKeyPair(r -> r.keyName(run).publicKeyMaterial(SdkBytes.fromUtf8String("no key"))));
        assertEquals("InvalidKey.Format", refused.awsErrorDetails().errorCode());
    }

    @Test
    void instanceTypesAreTheRealOnes() {
        List<InstanceTypeInfo> types = ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings("g4dn.xlarge"))
                .instanceTypes();
        assertEquals(1, types.size());
        assertEquals(4, types.get(0).vCpuInfo().defaultVCpus());
        assertEquals("T4", types.get(0).gpuInfo().gpus().get(0).name());
        AwsServiceException unknown = assertThrows(
                AwsServiceException.class, () -> ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings("x9.huge")));
        assertEquals("InvalidInstanceType", unknown.awsErrorDetails().errorCode());
    }

    @Test
    void quotasCanBeSet() {
        lab.front().quota("L-DB2E81BA", 0);
        try (SdkAwsClients aws = new SdkAwsClients(
                lab.region(),
                TestInstance.credentials(lab),
                Endpoints.of(Map.of(Endpoints.ALL, lab.front().uri().toString())),
                null,
                List.of())) {
            assertEquals(OptionalDouble.of(0), aws.serviceQuotas().value("ec2", "L-DB2E81BA"));
            AwsServiceException unknown = assertThrows(
                    AwsServiceException.class, () -> aws.serviceQuotas().value("ec2", "L-0"));
            assertEquals("NoSuchResourceException", unknown.awsErrorDetails().errorCode());
        }
    }

    @Test
    void publicParametersAreThere() {
        try (SsmClient ssm = TestInstance.client(SsmClient.builder(), lab).build()) {
            assertEquals(
                    lab.imageId(),
                    ssm.getParameter(r -> r.name(TestInstance.PARAMETER))
                            .parameter()
                            .value());
            AwsServiceException unknown =
                    assertThrows(AwsServiceException.class, () -> ssm.getParameter(r -> r.name("/aws/service/none")));
            assertEquals("ParameterNotFound", unknown.awsErrorDetails().errorCode());
        }
    }
}
