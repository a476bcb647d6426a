package io.jenkins.plugins.monai.engine.inference.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.PhaseTrial;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** A machine that is not as it should be goes only when another one runs. */
class MachineReplacementTest extends PhaseTrial {

    private static final String OLD = "i-old";
    private static final String NEW = "i-new";

    /** State by id; each look takes a machine on by one. */
    private final Map<String, String> states = new TreeMap<>();

    private final List<String> history = new ArrayList<>();

    @BeforeEach
    void anAccountWithOneMachine() {
        state.machine().image("ami-1", "/dev/sda1", "x86_64");
        state.machine().network("vpc-1", List.of("subnet-1"));
        state.machine().launchable(Market.ON_DEMAND, List.of("g4dn.xlarge"));
        aws.on(DescribeInstancesRequest.class, r -> {
            List<Instance> seen = states.keySet().stream().map(this::instance).toList();
            states.replaceAll((id, name) -> next(name));
            return DescribeInstancesResponse.builder()
                    .reservations(Reservation.builder().instances(seen).build())
                    .build();
        });
        aws.on(
                DescribeSecurityGroupsRequest.class,
                r -> DescribeSecurityGroupsResponse.builder()
                        .securityGroups(SecurityGroup.builder().groupId("sg-1").build())
                        .build());
        aws.on(StopInstancesRequest.class, r -> {
            history.add("stop " + r.instanceIds().get(0));
            states.put(r.instanceIds().get(0), "stopping");
            return StopInstancesResponse.builder().build();
        });
        aws.on(TerminateInstancesRequest.class, r -> {
            history.add("terminate " + r.instanceIds().get(0) + " while " + NEW + " is " + states.get(NEW));
            states.put(r.instanceIds().get(0), "terminated");
            return TerminateInstancesResponse.builder().build();
        });
        aws.on(RunInstancesRequest.class, r -> {
            history.add("launch while " + OLD + " is " + states.get(OLD));
            states.put(NEW, "pending");
            return RunInstancesResponse.builder().instances(instance(NEW)).build();
        });
    }

    private static String next(String state) {
        return switch (state) {
            case "pending" -> "running";
            case "stopping" -> "stopped";
            default -> state;
        };
    }

    private Instance instance(String id) {
        return Instance.builder()
                .instanceId(id)
                .instanceType(id.equals(OLD) ? "p3.2xlarge" : "g4dn.xlarge")
                .subnetId("subnet-1")
                .state(s -> s.name(states.get(id)))
                .launchTime(Instant.parse(id.equals(OLD) ? "2026-01-01T00:00:00Z" : "2026-01-02T00:00:00Z"))
                .iamInstanceProfile(p -> p.arn("arn:aws:iam::111122223333:instance-profile/profile"))
                .tags(
                        Tag.builder().key(StandingIdentity.TAG).value(FUNCTION).build(),
                        Tag.builder()
                                .key("monai-deploy:volume-gib")
                                .value("150")
                                .build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running", "stopping", "stopped"})
    void theOldMachineGoesWhenTheNewOneRuns(String before) throws Exception {
        states.put(OLD, before);
        run(new MachinePhase());
        List<String> wanted =
                new ArrayList<>(List.of("launch while i-old is stopped", "terminate i-old while i-new is running"));
        if (List.of("pending", "running").contains(before)) {
            wanted.add(0, "stop i-old");
        }
        assertEquals(wanted, history);
        assertEquals(NEW, state.instanceId());
        assertEquals(List.of("machine i-new launched", "machine i-old replaced (type p3.2xlarge)"), state.changes());
        assertTrue(lines.stream().noneMatch(line -> line.contains("second machine")), lines::toString);
    }

    @Test
    void whereThereIsNoCapacityForAnotherTheOldOneIsLeft() {
        states.put(OLD, "running");
        aws.on(RunInstancesRequest.class, r -> {
            throw ScriptedAws.error(Ec2Exception.builder(), 500, "InsufficientInstanceCapacity", "none");
        });
        OperationException failed = assertThrows(OperationException.class, () -> run(new MachinePhase()));
        assertTrue(failed.getMessage().contains("InsufficientInstanceCapacity"), failed.getMessage());
        assertEquals(List.of("stop i-old"), history);
        assertEquals("stopped", states.get(OLD), "the next upload starts it");
    }

    /** A launch that EC2 made and whose answer was lost is found by the tag, which the old machine carries too. */
    @Test
    void aLaunchWithoutAnAnswerIsNotTakenForTheOldMachine() throws Exception {
        states.put(OLD, "stopped");
        state.machine().wantLaunch(0);
        run(new MachinePhase());
        assertEquals(NEW, state.instanceId());
    }
}
