package io.jenkins.plugins.monai.engine.inference.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.PhaseTrial;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** Which machine is used, and in what state it is left. */
class MachinePhaseTest extends PhaseTrial {

    private static Instance.Builder instance(String id, String stateName, String launched) {
        return Instance.builder()
                .instanceId(id)
                .instanceType("g4dn.xlarge")
                .state(s -> s.name(stateName))
                .launchTime(Instant.parse(launched))
                .iamInstanceProfile(p -> p.arn("arn:aws:iam::111122223333:instance-profile/profile"))
                .tags(
                        Tag.builder().key(StandingIdentity.TAG).value(FUNCTION).build(),
                        Tag.builder()
                                .key("monai-deploy:volume-gib")
                                .value("150")
                                .build());
    }

    private void instances(List<Instance> instances) {
        aws.on(
                DescribeInstancesRequest.class,
                r -> DescribeInstancesResponse.builder()
                        .reservations(Reservation.builder().instances(instances).build())
                        .build());
    }

    @Test
    void ofTwoMachinesTheOlderStaysWhoeverLooks() throws OperationException {
        List<Instance> alive = new ArrayList<>(List.of(
                instance("i-2", "running", "2026-01-01T00:00:05Z").build(),
                instance("i-1", "running", "2026-01-01T00:00:00Z").build()));
        aws.on(
                DescribeInstancesRequest.class,
                r -> DescribeInstancesResponse.builder()
                        .reservations(Reservation.builder().instances(alive).build())
                        .build());
        aws.on(TerminateInstancesRequest.class, r -> {
            alive.removeIf(i -> r.instanceIds().contains(i.instanceId()));
            return TerminateInstancesResponse.builder().build();
        });
        run(new MachinePhase());
        assertEquals("i-1", state.instanceId());
        assertEquals(
                List.of("i-2"),
                aws.requests(TerminateInstancesRequest.class).get(0).instanceIds());
    }

    @Test
    void aStoppedMachineThatHasAllItNeedsIsNotStarted() throws OperationException {
        String fingerprint = Installation.of(request(), state).fingerprint();
        Instance machine = instance("i-1", "stopped", "2026-01-01T00:00:00Z").build();
        instances(List.of(machine.toBuilder().tags(installed(machine)).build()));
        run(new MachinePhase());
        assertTrue(state.installed());
        assertFalse(state.awakened());
        assertEquals(0, aws.requests(StartInstancesRequest.class).size());
    }

    /** In whatever state it is; one that nothing is told of is as the launch asked for. */
    @ParameterizedTest
    @CsvSource({
        "running, required, 2, true",
        "stopped, required, 2, true",
        "stopped, required, 64, true",
        "running, optional, 1, true",
        "stopped, optional, 2, true",
        "running, required, 1, false",
        "stopped, , , false"
    })
    void aMachineWhoseMetadataServiceIsOpenToContainersIsClosedAndKept(
            String stateName, String tokens, Integer hops, boolean open) throws Exception {
        Instance found = instance("i-1", stateName, "2026-01-01T00:00:00Z")
                .metadataOptions(m -> m.httpTokens(tokens).httpPutResponseHopLimit(hops))
                .build();
        instances(List.of(found.toBuilder().tags(installed(found)).build()));
        aws.on(
                ModifyInstanceMetadataOptionsRequest.class,
                r -> ModifyInstanceMetadataOptionsResponse.builder().build());
        run(new MachinePhase());
        assertEquals("i-1", state.instanceId());
        List<ModifyInstanceMetadataOptionsRequest> made = aws.requests(ModifyInstanceMetadataOptionsRequest.class);
        assertEquals(open ? 1 : 0, made.size());
        for (ModifyInstanceMetadataOptionsRequest one : made) {
            assertEquals("i-1", one.instanceId());
            assertEquals(HttpTokensState.REQUIRED, one.httpTokens());
            assertEquals(1, one.httpPutResponseHopLimit());
        }
        assertEquals(open ? List.of("metadata service of i-1 closed to containers") : List.of(), state.changes());
        assertEquals(0, aws.requests(TerminateInstancesRequest.class).size());
        assertEquals(0, aws.requests(StartInstancesRequest.class).size());
    }

    private List<Tag> installed(Instance machine) {
        List<Tag> tags = new ArrayList<>(machine.tags());
        tags.add(Tag.builder()
                .key(Installation.TAG)
                .value(Installation.of(request(), state).fingerprint())
                .build());
        return tags;
    }

    @Test
    void whatWasLeftHalfInstalledIsStopped() throws Exception {
        state.awaken();
        instances(List.of(instance("i-1", "running", "2026-01-01T00:00:00Z").build()));
        aws.on(StopInstancesRequest.class, r -> StopInstancesResponse.builder().build());
        Phase<InferenceContext> failing = new Phase<>() {
            @Override
            public String name() {
                return "INSTALL";
            }

            @Override
            public Advance advance(InferenceContext context) throws OperationException {
                throw new OperationException("no disk", "mend it");
            }
        };
        OperationRunner<InferenceContext> runner = new OperationRunner<>(
                List.of(failing, new StopPhase()),
                context(),
                new OperationJournal<>(state, s -> {}, log, Clock.systemUTC()),
                Duration.ofMinutes(5));
        assertThrows(OperationException.class, () -> runner.run(d -> {}));
        assertEquals(
                List.of("i-1"), aws.requests(StopInstancesRequest.class).get(0).instanceIds());
    }

    @Test
    void anAbortSaysThatWhatIsConfiguredStays() {
        OperationRunner<InferenceContext> runner = new OperationRunner<>(
                List.of(new PullPhase(), new StopPhase()), context(), context().journal(), Duration.ofMinutes(5));
        runner.abort("Aborted by alice");
        OperationException e = assertThrows(OperationException.class, () -> runner.run(d -> {}));
        assertEquals("The operation was aborted (Aborted by alice)", e.problem());
        assertTrue(e.remedy().startsWith("What it had configured stays"), e.remedy());
    }
}
