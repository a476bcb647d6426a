package io.jenkins.plugins.monai.engine.reaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.lab.Emulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** A round through an emulated account, in which another controller has the same things. */
class ReaperOnMotoTest {

    private static final String OTHER = "ffffffffffffffffffffffffffffffff";

    private static Emulator moto;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Emulator.hasMoto(), "no second emulator: run make setup, which fetches moto");
        moto = Emulator.moto();
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    private static AwsClients aws() {
        return new SdkAwsClients(
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
                Endpoints.of(Map.of(Endpoints.ALL, moto.uri().toString())),
                null,
                List.of());
    }

    private static TagSpecification tags(ResourceType type, String controller, String run) {
        Map<String, String> tags = ReaperAccount.ofRun(run, Instant.now().plus(Duration.ofHours(2)));
        tags.put(Tags.CONTROLLER, controller);
        return TagSpecification.builder()
                .resourceType(type)
                .tags(tags.entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static void make(AwsClients aws, String controller, String run) {
        String name = "monai-deploy-" + run;
        String image = aws.ec2().describeImages().images().get(0).imageId();
        aws.ec2()
                .runInstances(r -> r.minCount(1)
                        .maxCount(1)
                        .imageId(image)
                        .instanceType("t3.micro")
                        .tagSpecifications(tags(ResourceType.INSTANCE, controller, run)));
        aws.ec2()
                .importKeyPair(r -> r.keyName(name)
                        .publicKeyMaterial(
                                SdkBytes.fromUtf8String(SshKey.generate(name).publicKeyLine()))
                        .tagSpecifications(tags(ResourceType.KEY_PAIR, controller, run)));
        aws.ec2()
                .createSecurityGroup(r -> r.groupName(name)
                        .description("left")
                        .tagSpecifications(tags(ResourceType.SECURITY_GROUP, controller, run)));
        aws.ec2()
                .createVolume(r -> r.size(8)
                        .volumeType("gp3")
                        .availabilityZone("us-east-1a")
                        .tagSpecifications(tags(ResourceType.VOLUME, controller, run)));
    }

    /** What is there by the run's tag: machines that are not terminated, and the rest. */
    private static int left(AwsClients aws, String run) {
        List<String> left = new ArrayList<>();
        aws.ec2().describeInstances().reservations().stream()
                .flatMap(r -> r.instances().stream())
                .filter(i -> i.state().name() != InstanceStateName.TERMINATED)
                .filter(i -> has(i.tags(), run))
                .forEach(i -> left.add(i.instanceId()));
        aws.ec2().describeKeyPairs().keyPairs().stream()
                .filter(p -> has(p.tags(), run))
                .forEach(p -> left.add(p.keyName()));
        aws.ec2().describeSecurityGroups().securityGroups().stream()
                .filter(g -> has(g.tags(), run))
                .forEach(g -> left.add(g.groupId()));
        aws.ec2().describeVolumes().volumes().stream()
                .filter(v -> has(v.tags(), run))
                .forEach(v -> left.add(v.volumeId()));
        return left.size();
    }

    private static boolean has(List<Tag> tags, String run) {
        return tags.stream()
                .anyMatch(t -> t.key().equals("monai-deploy:run") && t.value().equals(run));
    }

    private static void round(RunStatus status, Duration later) throws InterruptedException {
        KnownRuns runs = new KnownRuns() {
            @Override
            public RunStatus status(String runId, String job) {
                return status;
            }

            @Override
            public boolean hasJob(String job) {
                return true;
            }
        };
        ReaperContext context = new ReaperContext(
                ReaperAccount.CONTROLLER, runs, PriceTable.bundled(), Clock.offset(Clock.systemUTC(), later));
        RoundReport report = new ReaperRound(context, true, (place, handled) -> {}).run(List.of(new ReaperPlace() {
            @Override
            public String title() {
                return "moto";
            }

            @Override
            public AwsClients open() {
                return aws();
            }
        }));
        assertEquals(List.of(), report.places().get(0).problems());
    }

    @Test
    void whatIsOursGoesInTwoRoundsAndNothingElse() throws Exception {
        try (AwsClients aws = aws()) {
            make(aws, ReaperAccount.CONTROLLER, "ours");
            make(aws, OTHER, "theirs");
            assertEquals(4, left(aws, "ours"));
            RunStatus over = RunStatus.over(Instant.now());
            round(over, Duration.ofMinutes(1));
            assertEquals(4, left(aws, "ours"), "all of it is young");
            round(RunStatus.alive(), Duration.ofMinutes(30));
            assertEquals(4, left(aws, "ours"), "its run goes on");
            round(over, Duration.ofMinutes(30));
            assertEquals(3, left(aws, "ours"), "the machine goes first");
            round(over, Duration.ofMinutes(30));
            assertEquals(0, left(aws, "ours"));
            assertEquals(4, left(aws, "theirs"));
        }
    }
}
