package io.jenkins.plugins.monai.engine.machine.ephemeral;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AWS_TAGS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_TYPES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.MAXIMUM_MINUTES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.VOLUME_GIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.lab.AwsRequest;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A machine's launch and removal, and what goes wrong with them on AWS. */
@NeedsLab(containers = false)
class MachineOnLabTest {

    private static final LeftRunning NOTHING = new LeftRunning(0, 0, 0);

    /** As often as the SDK makes a call before it gives up. */
    private static final int SDK_ATTEMPTS = 3;

    private static final String NO_INSTANCES = "<reservationSet/>";

    private Lab lab;
    private SdkAwsClients aws;

    @BeforeEach
    void connect(Lab shared) {
        lab = shared;
        lab.front().reset();
        aws = new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                lab.endpoints(),
                null,
                List.of());
    }

    @AfterEach
    void disconnect() {
        lab.front().reset();
        aws.close();
    }

    private MachineRun run(Values values) {
        return new MachineRun(aws, MachineSpec.of(values));
    }

    private LeftRunning left(MachineRun run) {
        return lab.leftRunning(RunIdentity.RUN_TAG, run.identity().runId());
    }

    private List<AwsRequest> launches() {
        return lab.front().requests("ec2:RunInstances").stream()
                .filter(r -> r.parameter("DryRun").isEmpty())
                .toList();
    }

    private static Map<String, String> parameters(AwsRequest request, String... names) {
        return Set.of(names).stream()
                .collect(Collectors.toMap(n -> n, n -> request.parameter(n).orElse("")));
    }

    @Test
    void everythingAboutTheMachineIsInOneCall() throws Exception {
        MachineRun run = run(Values.none()
                .with(VOLUME_GIB, 77)
                .with(INSTANCE_PROFILE, "map-builder")
                .with(AWS_TAGS, List.of("CostCenter=4711"))
                .with(MAXIMUM_MINUTES, 45));
        run.start();
        AwsRequest launch = launches().get(0);
        Map<String, String> wanted = Map.ofEntries(
                Map.entry("MinCount", "1"),
                Map.entry("MaxCount", "1"),
                Map.entry("InstanceType", "g4dn.xlarge"),
                Map.entry("ImageId", lab.imageId()),
                Map.entry("KeyName", run.identity().resourceName()),
                Map.entry("ClientToken", run.identity().clientToken(0)),
                Map.entry("IamInstanceProfile.Name", "map-builder"),
                Map.entry("InstanceInitiatedShutdownBehavior", "terminate"),
                Map.entry("MetadataOptions.HttpEndpoint", "enabled"),
                Map.entry("MetadataOptions.HttpTokens", "required"),
                Map.entry("MetadataOptions.HttpPutResponseHopLimit", "1"),
                Map.entry("BlockDeviceMapping.1.DeviceName", run.state().rootDevice()),
                Map.entry("BlockDeviceMapping.1.Ebs.VolumeSize", "77"),
                Map.entry("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
                Map.entry("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
                Map.entry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
                Map.entry("SecurityGroupId.1", run.state().temporaryGroupId()));
        assertEquals(wanted, parameters(launch, wanted.keySet().toArray(String[]::new)));
        String userData = new String(
                Base64.getDecoder().decode(launch.parameter("UserData").orElseThrow()), StandardCharsets.UTF_8);
        // 15 minutes without a renewal, 45 and 10 with them.
        assertTrue(userData.startsWith("#cloud-boothook\n#!/bin/sh\nlease=900 limit=3300 every=30\n"), userData);
        assertEquals(
                List.of("instance", "volume", "network-interface"),
                List.of(type(launch, 1), type(launch, 2), type(launch, 3)));
        for (int specification : List.of(1, 2, 3)) {
            Map<String, String> tags = tags(launch, specification);
            Duration lease = Duration.between(
                    Instant.now(), Instant.parse(tags.getOrDefault("monai-deploy:lease", "1970-01-01T00:00:00Z")));
            assertEquals(specification < 3, lease.toMinutes() >= 18 && lease.toMinutes() <= 20, tags.toString());
            assertEquals(run.identity().resourceName(), tags.get("Name"));
            assertEquals("4711", tags.get("CostCenter"));
            assertEquals(run.identity().runId(), tags.get(RunIdentity.RUN_TAG));
            assertTrue(Instant.parse(tags.get("monai-deploy:expires")).isAfter(Instant.now()));
        }
        assertEquals(
                List.of("ec2:RunInstances"),
                lab.front().requests().stream()
                        .map(AwsRequest::iamAction)
                        .filter(a -> a.matches("ec2:(RunInstances|CreateTags|Associate.*|Modify.*|Attach.*)"))
                        .distinct()
                        .toList(),
                "nothing is attached afterwards");
        for (String making : List.of("ec2:ImportKeyPair", "ec2:CreateSecurityGroup")) {
            assertEquals("4711", tags(lab.front().requests(making).get(0), 1).get("CostCenter"), making);
        }
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    private static String type(AwsRequest launch, int specification) {
        return launch.parameter("TagSpecification." + specification + ".ResourceType")
                .orElse("");
    }

    private static Map<String, String> tags(AwsRequest launch, int specification) {
        String prefix = "TagSpecification." + specification + ".Tag.";
        return launch.parameters().entrySet().stream()
                .filter(p -> p.getKey().startsWith(prefix) && p.getKey().endsWith(".Key"))
                .collect(Collectors.toMap(
                        Map.Entry::getValue,
                        p -> launch.parameter(p.getKey().replaceAll("Key$", "Value"))
                                .orElse("")));
    }

    @Test
    void theSecurityGroupLetsInOneAddressAlone() throws Exception {
        MachineRun run = run(Values.none());
        run.check();
        run.importKey();
        lab.front().fail("ec2:RunInstances", "InvalidParameterValue", 1);
        assertThrows(OperationException.class, run::launch);
        List<AwsRequest> opened = lab.front().requests("ec2:AuthorizeSecurityGroupIngress");
        assertEquals(1, opened.size());
        assertEquals(
                Map.of(
                        "GroupId", run.state().temporaryGroupId(),
                        "IpPermissions.1.IpProtocol", "tcp",
                        "IpPermissions.1.FromPort", "22",
                        "IpPermissions.1.ToPort", "22",
                        "IpPermissions.1.IpRanges.1.CidrIp", MachineRun.CIDR,
                        "IpPermissions.1.IpRanges.2.CidrIp", "",
                        "IpPermissions.2.IpProtocol", ""),
                parameters(
                        opened.get(0),
                        "GroupId",
                        "IpPermissions.1.IpProtocol",
                        "IpPermissions.1.FromPort",
                        "IpPermissions.1.ToPort",
                        "IpPermissions.1.IpRanges.1.CidrIp",
                        "IpPermissions.1.IpRanges.2.CidrIp",
                        "IpPermissions.2.IpProtocol"));
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void twoRunsAtOnceDoNotTouchEachOther() throws Exception {
        MachineRun one = run(Values.none());
        MachineRun other = run(Values.none());
        one.start();
        other.start();
        assertNotEquals(one.state().instanceId(), other.state().instanceId());
        assertNotEquals(one.state().temporaryGroupId(), other.state().temporaryGroupId());
        one.remove();
        assertEquals(NOTHING, left(one));
        assertEquals(new LeftRunning(1, 1, 1), left(other));
        assertTrue(other.machine().isAlive());
        assertFalse(one.machine().isAlive());
        other.remove();
        assertEquals(NOTHING, left(other));
    }

    @Test
    void aLaunchThatWasNeverAnsweredIsFoundAndTerminated() throws Exception {
        MachineRun run = run(Values.none());
        run.check();
        run.importKey();
        lab.front().loseAnswer("ec2:RunInstances", SDK_ATTEMPTS);
        OperationException e = assertThrows(OperationException.class, run::launch);
        assertTrue(e.getMessage().contains("ec2:RunInstances"), e.getMessage());
        assertEquals(1, left(run).instances(), "one machine, however often the SDK asked");
        // At first nobody knows of it, as it may be on AWS.
        lab.front().answer("ec2:DescribeInstances", NO_INSTANCES, 2);
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void aMachineThatEc2DoesNotKnowYetIsTerminatedAllTheSame() throws Exception {
        MachineRun run = run(Values.none());
        run.check();
        run.importKey();
        run.launchOnce();
        lab.front().answer("ec2:DescribeInstances", NO_INSTANCES, 1);
        lab.front().fail("ec2:DescribeInstances", "InvalidInstanceID.NotFound", 1);
        lab.front().fail("ec2:TerminateInstances", "InvalidInstanceID.NotFound", 1);
        assertFalse(run.removeOnce().isDone(), "unknown is not gone");
        assertEquals(1, left(run).instances());
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void aMachineThatEc2DoesNotKnowYetIsWaitedForAfterItsLaunch() throws Exception {
        MachineRun run = run(Values.none());
        run.check();
        run.importKey();
        run.launchOnce();
        lab.front().fail("ec2:DescribeInstances", "InvalidInstanceID.NotFound", 3);
        run.launch();
        assertEquals(1, launches().size());
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void anotherProcessFindsTheMachineThatWasLaunched() throws Exception {
        MachineRun run = run(Values.none());
        run.check();
        run.importKey();
        lab.front().loseAnswer("ec2:RunInstances", SDK_ATTEMPTS);
        assertThrows(OperationException.class, run::launch);
        run.takenOver();
        run.launch();
        assertEquals(
                1,
                launches().stream()
                        .map(r -> r.parameter("ClientToken"))
                        .distinct()
                        .count());
        assertEquals(1, left(run).instances());
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void whereOneTypeHasNoRoomTheNextIsTaken() throws Exception {
        MachineRun run = run(Values.none().with(INSTANCE_TYPES, List.of("g4dn.xlarge", "g5.xlarge", "g6.xlarge")));
        lab.front()
                .fail(
                        r -> r.iamAction().equals("ec2:RunInstances")
                                && r.parameter("InstanceType").orElse("").equals("g4dn.xlarge")
                                && r.parameter("DryRun").isEmpty(),
                        "InsufficientInstanceCapacity",
                        "We currently do not have sufficient g4dn.xlarge capacity.",
                        999);
        run.start();
        assertEquals("g5.xlarge", run.state().instanceType());
        assertTrue(
                run.lines().stream().anyMatch(l -> l.contains("No g4dn.xlarge") && l.contains("InsufficientInstance")),
                run.lines().toString());
        List<String> tokens = launches().stream()
                .map(r -> r.parameter("InstanceType").orElse("") + " "
                        + r.parameter("ClientToken").orElse(""))
                .distinct()
                .toList();
        assertEquals(
                tokens.size(),
                tokens.stream().map(t -> t.split(" ")[1]).distinct().count(),
                "a token each");
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void aZoneThatDoesNotHaveTheTypeDoesNotFailTheRehearsal() throws Exception {
        MachineRun run = run(Values.none());
        lab.front().fail("ec2:RunInstances", "Unsupported", 1);
        run.check();
        assertEquals(List.of("g4dn.xlarge"), run.state().launchable());
        assertEquals(NOTHING, left(run));
    }

    @Test
    void aNewInstanceProfileIsWaitedFor() throws Exception {
        MachineRun run = run(Values.none().with(INSTANCE_PROFILE, "brand-new"));
        run.check();
        run.importKey();
        lab.front()
                .fail(
                        "ec2:RunInstances",
                        "InvalidParameterValue",
                        "Value (brand-new) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile"
                                + " name",
                        2);
        run.launch();
        assertEquals(3, launches().size());
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void whatCannotBeRemovedDoesNotKeepTheRest() throws Exception {
        MachineRun run = run(Values.none());
        run.start();
        lab.front().fail("ec2:TerminateInstances", "InternalError", SDK_ATTEMPTS);
        OperationException e = assertThrows(OperationException.class, run::removeOnce);
        assertTrue(e.getMessage().contains("ec2:TerminateInstances"), e.getMessage());
        assertEquals(1, left(run).instances());
        assertEquals(0, left(run).keyPairs());
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void aSecurityGroupInUseIsTriedAgain() throws Exception {
        MachineRun run = run(Values.none());
        run.start();
        lab.front().fail("ec2:DeleteSecurityGroup", "DependencyViolation", 5);
        Advance first = run.removeOnce();
        assertFalse(first.isDone());
        run.remove();
        assertEquals(6, lab.front().requests("ec2:DeleteSecurityGroup").size());
        assertEquals(NOTHING, left(run));
    }

    @Test
    void aSecurityGroupThatIsNotListedYetIsDeletedByItsId() throws Exception {
        MachineRun run = run(Values.none());
        run.check();
        run.importKey();
        lab.front().fail("ec2:RunInstances", "InvalidParameterValue", 1);
        assertThrows(OperationException.class, run::launch);
        lab.front().answer("ec2:DescribeSecurityGroups", "<securityGroupInfo/>", 1);
        run.remove();
        assertEquals(NOTHING, left(run));
    }

    @Test
    void throttlingForAMomentIsNotNoticed() throws Exception {
        MachineRun run = run(Values.none());
        lab.front().fail("ec2:DescribeImages", "RequestLimitExceeded", 1);
        lab.front().fail("ec2:ImportKeyPair", "RequestLimitExceeded", 1);
        run.check();
        run.importKey();
        run.remove();
        assertEquals(NOTHING, left(run));
    }
}
