package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INPUT_PREFIX;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.inference.bucket.InputBucket;
import io.jenkins.plugins.monai.engine.inference.host.Installation;
import io.jenkins.plugins.monai.engine.inference.host.MachinePhase;
import io.jenkins.plugins.monai.engine.inference.host.PullPhase;
import io.jenkins.plugins.monai.engine.inference.host.StopPhase;
import io.jenkins.plugins.monai.engine.inference.host.WaitSsmPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.FunctionPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.Functions;
import io.jenkins.plugins.monai.engine.inference.trigger.NotificationPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.WakeDocument;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
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
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationResponse;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * What no emulator shows: what AWS answers when something is not ready yet, not ours, or changed by someone else. One
 * file, as all of it is said to one scripted AWS.
 */
class PhasesTest {

    private static final String FUNCTION = "monai-inference";

    private final ScriptedAws aws = new ScriptedAws();
    private final InferenceState state = new InferenceState("run-1", System.currentTimeMillis());
    private final List<String> lines = new ArrayList<>();
    private final EngineLog log = ToldLog.to(lines);

    @BeforeEach
    void account() throws OperationException {
        state.account(Account.of("arn:aws:iam::111122223333:user/u", "eu-west-1"));
        state.image("r/m@sha256:" + "a".repeat(64), "sha256:" + "a".repeat(64));
        new ScriptedDocuments(aws).put("monai-deploy-wake-" + FUNCTION, WakeDocument.content(), FUNCTION);
    }

    private static InferenceRequest request() {
        return InferenceRequest.of(
                Values.none()
                        .with(REGION, "eu-west-1")
                        .with(BUCKET, "b")
                        .with(MAP, "m:1")
                        .with(FUNCTION_ROLE, "role")
                        .with(INSTANCE_PROFILE, "profile"),
                Map.of());
    }

    private InferenceContext context() {
        return new InferenceContext(
                request(),
                new OperationRun<>(
                        new RunIdentity("run-1", "controller", "job #1"),
                        new OperationJournal<>(state, s -> {}, log, Clock.systemUTC()),
                        aws,
                        null,
                        ProxySelector.of(null)));
    }

    /** Runs one phase as the operation does, without waiting. */
    private void run(Phase<InferenceContext> phase) throws OperationException {
        Phase<InferenceContext> end = new Phase<>() {
            @Override
            public String name() {
                return "END";
            }

            @Override
            public Advance advance(InferenceContext context) {
                return Advance.done();
            }
        };
        new OperationRunner<>(
                        List.of(phase, end),
                        context(),
                        new OperationJournal<>(state, s -> {}, log, Clock.systemUTC()),
                        Duration.ofMinutes(5))
                .run(d -> {});
    }

    // --- function

    @ParameterizedTest
    @CsvSource(
            value = {"0, 1", "1, 0", "NULL, 0"},
            nullValues = "NULL")
    void issue12_aFunctionThatIsPausedIsTold(Integer concurrency, int warnings) throws Exception {
        aws.on(
                GetFunctionRequest.class,
                r -> GetFunctionResponse.builder()
                        .concurrency(c -> c.reservedConcurrentExecutions(concurrency))
                        .build());
        new Functions(aws, FUNCTION).warnOfPause(log);
        assertEquals(warnings, lines.size(), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.contains("never runs: uploads wait")), lines::toString);
    }

    @Test
    void issue12_aFunctionThatIsNotThereIsNotPaused() throws Exception {
        aws.on(GetFunctionRequest.class, r -> {
            throw ResourceNotFoundException.builder().build();
        });
        new Functions(aws, FUNCTION).warnOfPause(log);
        assertEquals(List.of(), lines);
    }

    private static GetFunctionResponse function(Map<String, String> tags, Map<String, String> environment) {
        return GetFunctionResponse.builder()
                .tags(tags)
                .configuration(FunctionConfiguration.builder()
                        .functionName(FUNCTION)
                        .state(State.ACTIVE)
                        .environment(e -> e.variables(environment))
                        .build())
                .build();
    }

    @Test
    void aRoleThatLambdaDoesNotKnowYetIsWaitedForAndThenExplained() {
        aws.on(GetFunctionRequest.class, r -> {
            throw ScriptedAws.error(ResourceNotFoundException.builder(), 404, "ResourceNotFoundException", "none");
        });
        aws.on(CreateFunctionRequest.class, r -> {
            throw ScriptedAws.error(
                    InvalidParameterValueException.builder(),
                    400,
                    "InvalidParameterValueException",
                    "The role defined for the function cannot be assumed by Lambda.");
        });
        OperationException failed = assertThrows(OperationException.class, () -> run(new FunctionPhase()));
        assertTrue(failed.remedy().contains("lambda.amazonaws.com"), failed.remedy());
        assertEquals(41, aws.requests(CreateFunctionRequest.class).size());
        assertEquals(List.of(), state.changes());
    }

    @Test
    void theFunctionIsCreatedWithTheRoleOfThisPartitionAndItsTags() {
        AtomicInteger tries = new AtomicInteger();
        aws.on(GetFunctionRequest.class, r -> {
            throw ScriptedAws.error(ResourceNotFoundException.builder(), 404, "ResourceNotFoundException", "none");
        });
        aws.on(CreateFunctionRequest.class, r -> {
            if (tries.incrementAndGet() == 1) {
                throw ScriptedAws.error(
                        InvalidParameterValueException.builder(),
                        400,
                        "InvalidParameterValueException",
                        "The role defined for the function cannot be assumed by Lambda.");
            }
            aws.on(
                    GetFunctionRequest.class,
                    g -> GetFunctionResponse.builder()
                            .configuration(c -> c.state(State.FAILED).stateReason("no key"))
                            .build());
            return CreateFunctionResponse.builder().build();
        });
        OperationException failed = assertThrows(OperationException.class, () -> run(new FunctionPhase()));
        assertTrue(failed.problem().contains("no key"), failed.problem());
        CreateFunctionRequest made = aws.requests(CreateFunctionRequest.class).get(1);
        assertEquals("arn:aws:iam::111122223333:role/role", made.role());
        assertEquals("python3.13", made.runtimeAsString());
        assertEquals(120, made.timeout());
        assertEquals(FUNCTION, made.tags().get(StandingIdentity.TAG));
        assertEquals("b", made.environment().variables().get("MONAI_BUCKET"));
        assertEquals(
                "monai-deploy-wake-" + FUNCTION, made.environment().variables().get("MONAI_WAKE_DOCUMENT"));
        assertEquals(List.of("function monai-inference created"), state.changes());
    }

    @Test
    void aFunctionOfSomeoneElseOrForAnotherBucketIsLeftAlone() {
        aws.on(GetFunctionRequest.class, r -> function(Map.of(), Map.of("MONAI_BUCKET", "b")));
        OperationException foreign =
                assertThrows(OperationException.class, () -> new Functions(aws, FUNCTION).checkOwner("b"));
        assertTrue(foreign.problem().contains("has not made"), foreign.problem());
        aws.on(
                GetFunctionRequest.class,
                r -> function(Map.of(StandingIdentity.TAG, FUNCTION), Map.of("MONAI_BUCKET", "other")));
        OperationException elsewhere =
                assertThrows(OperationException.class, () -> new Functions(aws, FUNCTION).checkOwner("b"));
        assertTrue(elsewhere.problem().contains("'other'"), elsewhere.problem());
    }

    // --- notification

    private final AtomicReference<NotificationConfiguration> stored =
            new AtomicReference<>(NotificationConfiguration.builder().build());

    private void bucket() {
        aws.on(
                GetBucketNotificationConfigurationRequest.class,
                r -> GetBucketNotificationConfigurationResponse.builder()
                        .lambdaFunctionConfigurations(stored.get().lambdaFunctionConfigurations())
                        .queueConfigurations(stored.get().queueConfigurations())
                        .build());
    }

    private static NotificationConfiguration queue(String id) {
        return NotificationConfiguration.builder()
                .queueConfigurations(QueueConfiguration.builder()
                        .id(id)
                        .queueArn("arn:q")
                        .eventsWithStrings("s3:ObjectRemoved:*")
                        .build())
                .build();
    }

    @Test
    void whoWritesAtTheSameTimeKeepsItsEntryAndSoDoWe() throws OperationException {
        bucket();
        AtomicInteger writes = new AtomicInteger();
        aws.on(PutBucketNotificationConfigurationRequest.class, r -> {
            // Someone else has read before us and writes after us.
            stored.set(writes.incrementAndGet() == 1 ? queue("late") : r.notificationConfiguration());
            return PutBucketNotificationConfigurationResponse.builder().build();
        });
        run(new NotificationPhase());
        assertEquals(2, writes.get());
        assertEquals("late", stored.get().queueConfigurations().get(0).id());
        assertEquals(1, stored.get().lambdaFunctionConfigurations().size());
        assertEquals(
                "111122223333",
                aws.requests(PutBucketNotificationConfigurationRequest.class)
                        .get(0)
                        .expectedBucketOwner());
    }

    @Test
    void aDeadTargetOfSomeoneElseDoesNotKeepOursOut() throws OperationException {
        bucket();
        stored.set(queue("dead"));
        aws.on(PutBucketNotificationConfigurationRequest.class, r -> {
            if (!Boolean.TRUE.equals(r.skipDestinationValidation())) {
                throw ScriptedAws.error(
                        S3Exception.builder(),
                        400,
                        "InvalidArgument",
                        "Unable to validate the following destination configurations");
            }
            stored.set(r.notificationConfiguration());
            return PutBucketNotificationConfigurationResponse.builder().build();
        });
        run(new NotificationPhase());
        assertEquals("dead", stored.get().queueConfigurations().get(0).id());
        assertEquals(1, stored.get().lambdaFunctionConfigurations().size());
        assertTrue(lines.stream().anyMatch(l -> l.contains("without validation")), lines.toString());
    }

    // --- machine

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
                List.of(new PullPhase(), new StopPhase()),
                context(),
                new OperationJournal<>(state, s -> {}, log, Clock.systemUTC()),
                Duration.ofMinutes(5));
        runner.abort("Aborted by alice");
        OperationException e = assertThrows(OperationException.class, () -> runner.run(d -> {}));
        assertEquals("The operation was aborted (Aborted by alice)", e.problem());
        assertTrue(e.remedy().startsWith("What it had configured stays"), e.remedy());
    }

    // --- commands

    @Test
    void aMachineThatRunsIsAskedOnlyWhenItsAgentIsOnline() throws OperationException {
        state.instanceId("i-1");
        AtomicInteger asked = new AtomicInteger();
        aws.on(
                DescribeInstanceInformationRequest.class,
                r -> DescribeInstanceInformationResponse.builder()
                        .instanceInformationList(InstanceInformation.builder()
                                .instanceId("i-1")
                                .pingStatus(asked.incrementAndGet() < 3 ? "ConnectionLost" : "Online")
                                .build())
                        .build());
        run(new WaitSsmPhase());
        assertEquals(3, asked.get());
    }

    @Test
    void noTextOfAUserReachesAShell() throws OperationException {
        InferenceRequest hostile = InferenceRequest.of(
                Values.none()
                        .with(REGION, "eu-west-1")
                        .with(BUCKET, "b")
                        .with(INPUT_PREFIX, "in'; touch /tmp/x; '$(id)`id`/")
                        .with(MAP, "m:1")
                        .with(FUNCTION_ROLE, "role")
                        .with(INSTANCE_PROFILE, "profile"),
                Map.of());
        String script = Installation.of(hostile, state).installScript();
        assertTrue(script.lines().findFirst().orElseThrow().matches("MONAI_INSTALL='[A-Za-z0-9+/=]+'"));
        String ordinary = Installation.of(request(), state).installScript();
        assertEquals(ordinary.substring(ordinary.indexOf('\n')), script.substring(script.indexOf('\n')));
    }

    @Test
    void aCommandThatFailsSaysWhatItPrintedLast() {
        aws.on(
                SendCommandRequest.class,
                r -> SendCommandResponse.builder()
                        .command(c -> c.commandId("c-1"))
                        .build());
        aws.on(
                GetCommandInvocationRequest.class,
                r -> GetCommandInvocationResponse.builder()
                        .status("Failed")
                        .statusDetails("Failed")
                        .responseCode(3)
                        .commandId("c-1")
                        .standardOutputContent("{\"ready\": false, \"reason\": \"no such image\"}\n")
                        .standardErrorContent("")
                        .build());
        state.instanceId("i-1");
        OperationException failed = assertThrows(OperationException.class, () -> run(new PullPhase()));
        assertTrue(failed.problem().contains("no such image"), failed.problem());
        assertTrue(failed.remedy().contains("c-1"), failed.remedy());
    }

    @Test
    void anAgentThatIsNotThereYetIsAskedAgain() {
        AtomicInteger sent = new AtomicInteger();
        aws.on(SendCommandRequest.class, r -> {
            sent.incrementAndGet();
            throw ScriptedAws.error(SsmException.builder(), 400, "InvalidInstanceId", "not in a valid state");
        });
        state.instanceId("i-1");
        OperationException failed = assertThrows(OperationException.class, () -> run(new PullPhase()));
        assertEquals(21, sent.get());
        assertTrue(failed.problem().contains("InvalidInstanceId"), failed.problem());
        assertNull(state.pulling().commandId());
    }

    // --- bucket

    @Test
    void aBucketOfAnotherRegionOrAccountIsRefused() {
        aws.on(
                HeadBucketRequest.class,
                r -> HeadBucketResponse.builder().bucketRegion("us-east-1").build());
        InputBucket bucket = new InputBucket(aws, "b");
        OperationException far = assertThrows(OperationException.class, () -> bucket.check(state.account(), log));
        assertTrue(far.problem().contains("us-east-1"), far.problem());
        aws.on(HeadBucketRequest.class, r -> {
            assertEquals("111122223333", r.expectedBucketOwner());
            throw ScriptedAws.error(S3Exception.builder(), 403, "403", "");
        });
        OperationException foreign = assertThrows(OperationException.class, () -> bucket.check(state.account(), log));
        assertTrue(foreign.problem().contains("111122223333"), foreign.problem());
        aws.on(HeadBucketRequest.class, r -> {
            throw ScriptedAws.error(S3Exception.builder(), 404, "404", "");
        });
        OperationException none = assertThrows(OperationException.class, () -> bucket.check(state.account(), log));
        assertTrue(none.problem().contains("no bucket"), none.problem());
    }
}
