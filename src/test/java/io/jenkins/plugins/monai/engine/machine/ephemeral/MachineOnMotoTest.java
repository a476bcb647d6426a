package io.jenkins.plugins.monai.engine.machine.ephemeral;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AMI;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_TYPES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.VOLUME_GIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.ec2.Filters;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.lab.Emulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** What the laboratory's emulator of EC2 fakes, on the second one: states, dry runs, instance types, key pairs. */
class MachineOnMotoTest {

    private static Emulator moto;
    private static SdkAwsClients aws;
    private static String imageId;

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
        imageId = image("x86_64");
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            aws.close();
            moto.close();
        }
    }

    private static String image(String architecture) {
        return aws.ec2().describeImages().images().stream()
                .filter(i -> architecture.equals(i.architectureAsString()))
                .filter(i -> i.rootDeviceName() != null)
                .map(Image::imageId)
                .findFirst()
                .orElseThrow();
    }

    private static MachineRun run(Values values) {
        return new MachineRun(aws, MachineSpec.of(values));
    }

    private static List<Instance> instances(MachineRun run) {
        return aws
                .ec2()
                .describeInstances(r -> r.filters(
                        Filters.of("tag:" + RunIdentity.RUN_TAG, run.identity().runId())))
                .reservations()
                .stream()
                .flatMap(r -> r.instances().stream())
                .toList();
    }

    @Test
    void aRunFromTheCheckToTheRemoval() throws Exception {
        MachineRun run = run(Values.none().with(AMI, imageId).with(VOLUME_GIB, 60));
        run.check();
        assertEquals("x86_64", run.state().architecture());
        assertEquals(List.of("g4dn.xlarge"), run.state().launchable());
        assertEquals(List.of(), instances(run), "a rehearsal launches nothing");

        run.importKey();
        KeyPairInfo pair = aws.ec2()
                .describeKeyPairs(r -> r.keyNames(run.identity().resourceName()))
                .keyPairs()
                .get(0);
        assertFalse(pair.keyFingerprint().isBlank());
        assertTrue(pair.tags().stream()
                .anyMatch(t -> t.value().equals(run.identity().runId())));

        assertFalse(run.launchOnce().isDone(), "a launched machine is pending first");
        run.launch();
        Instance instance = instances(run).get(0);
        assertEquals(InstanceStateName.RUNNING, instance.state().name());
        assertEquals("g4dn.xlarge", instance.instanceTypeAsString());
        assertEquals(run.state().instanceId(), instance.instanceId());
        assertEquals(run.identity().resourceName(), instance.keyName());
        assertEquals(run.state().host(), instance.publicIpAddress());
        SecurityGroup group = aws.ec2()
                .describeSecurityGroups(r -> r.groupIds(run.state().temporaryGroupId()))
                .securityGroups()
                .get(0);
        assertEquals(1, group.ipPermissions().size());
        assertEquals(
                List.of(MachineRun.CIDR),
                group.ipPermissions().get(0).ipRanges().stream()
                        .map(r -> r.cidrIp())
                        .toList());
        assertTrue(run.machine().isAlive());

        run.remove();
        assertEquals(
                List.of(InstanceStateName.TERMINATED),
                instances(run).stream().map(i -> i.state().name()).toList());
        assertFalse(run.machine().isAlive());
        assertTrue(aws.ec2().describeKeyPairs().keyPairs().stream()
                .noneMatch(k -> k.keyName().equals(run.identity().resourceName())));
        assertTrue(aws.ec2().describeSecurityGroups().securityGroups().stream()
                .noneMatch(g -> g.groupName().equals(run.identity().resourceName())));
        String name = run.identity().resourceName();
        assertEquals(
                List.of(
                        "machine " + run.state().instanceId() + ": removed",
                        "key pair " + name + ": removed",
                        "security group " + group.groupId() + ": removed"),
                run.cleanup().entries().stream().map(CleanupEntry::toString).toList());
        assertTrue(run.state().endMillis() >= run.state().launchMillis());
    }

    @Test
    void whatWasNeverMadeIsNotSaidToBeRemoved() throws Exception {
        MachineRun run = run(Values.none().with(AMI, imageId));
        run.importKey();
        run.remove();
        assertEquals(
                List.of(
                        "machine: nothing to remove",
                        "key pair " + run.identity().resourceName() + ": removed",
                        "security group: nothing to remove"),
                run.cleanup().entries().stream().map(CleanupEntry::toString).toList());
    }

    @Test
    void anInstanceTypeThatDoesNotExist() {
        OperationException e = assertThrows(
                OperationException.class,
                run(Values.none().with(AMI, imageId).with(INSTANCE_TYPES, List.of("g4dn.huge")))::check);
        assertTrue(e.getMessage().contains("'g4dn.huge'"), e.getMessage());
    }

    @Test
    void anImageOfAnotherArchitecture() {
        OperationException e = assertThrows(
                OperationException.class,
                run(Values.none().with(AMI, imageId).with(INSTANCE_TYPES, List.of("t4g.large")))::check);
        assertTrue(e.getMessage().contains("arm64") && e.getMessage().contains("x86_64"), e.getMessage());
    }

    @Test
    void anImageThatDoesNotExist() {
        OperationException e =
                assertThrows(OperationException.class, run(Values.none().with(AMI, "ami-00000000000000000"))::check);
        assertTrue(
                e.getMessage().contains("ami-00000000000000000") && e.remedy().contains("'ami'"), e.getMessage());
    }

    @Test
    void aKeyImportedTwiceByOneRunIsReplaced() throws Exception {
        MachineRun run = run(Values.none().with(AMI, imageId));
        run.importKey();
        run.importKey();
        assertEquals(
                1,
                aws.ec2()
                        .describeKeyPairs(r -> r.keyNames(run.identity().resourceName()))
                        .keyPairs()
                        .size());
        run.remove();
    }

    /** Somebody ended it behind the run's back. */
    @Test
    void aMachineThatIsGoneAlready() throws Exception {
        MachineRun run = run(Values.none().with(AMI, imageId));
        run.start();
        aws.ec2().terminateInstances(r -> r.instanceIds(run.state().instanceId()));
        assertFalse(run.machine().isAlive());
        run.remove();
        assertEquals(
                List.of(InstanceStateName.TERMINATED),
                instances(run).stream().map(i -> i.state().name()).toList());
    }
}
