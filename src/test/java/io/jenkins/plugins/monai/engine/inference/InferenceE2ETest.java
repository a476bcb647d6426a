package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_NAME;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.GPU;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.SMOKE_TEST_STUDY;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AWS_TAGS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.inference.configure.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.inference.removal.RemoveInferenceOperation;
import io.jenkins.plugins.monai.engine.inference.trigger.InstalledTrigger;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.iam.PolicyGate;
import io.jenkins.plugins.monai.iam.TagWatch;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;

/**
 * The life of an installation in the laboratory: an upload really sets the function off, which really wakes the runner
 * on the instance, which really runs the MAP. One step after the other, as each costs minutes.
 */
@NeedsLab(containers = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InferenceE2ETest {

    private static final String BUCKET = "monai-e2e";
    private static final String FUNCTION = "monai-e2e";
    private static final String REPOSITORY = "monai-test/echo";
    private static final String ROLE = "monai-function";
    private static final String PROFILE = "monai-machine";

    /** What of the table a run comes to that finds things otherwise than here; the tests of the phases show them. */
    private static final Map<AwsCall, String> NOT_CALLED = Map.of(
            AwsCall.UPDATE_FUNCTION_CODE, "another version of the plugin",
            AwsCall.UPDATE_DOCUMENT, "another version of the plugin, with another command",
            AwsCall.UPDATE_DOCUMENT_DEFAULT_VERSION, "the same",
            AwsCall.DELETE_DOCUMENT, "the same, of an earlier version come back",
            AwsCall.REMOVE_PERMISSION, "a permission of the same id that says something else",
            AwsCall.MODIFY_METADATA_OPTIONS, "a machine that an earlier version launched",
            AwsCall.START_INSTANCES, "a stopped machine on which something changes",
            AwsCall.STOP_INSTANCES, "stopAfterwards, or an installation that failed",
            AwsCall.TERMINATE_INSTANCES, "another machine is asked for, or two were launched at once");

    private final CallRecorder calls = new CallRecorder();
    private final TagWatch tags = new TagWatch("CostCenter", "4711");

    private Path workspace;
    private Lab lab;
    private SdkAwsClients aws;
    private PolicyGate configurePolicy;
    private PolicyGate removePolicy;
    private SdkAwsClients configuring;
    private SdkAwsClients removing;
    private String digest;

    @BeforeAll
    void start(Lab shared, @TempDir Path files) throws Exception {
        workspace = files;
        lab = shared;
        aws = clients(List.of());
        configurePolicy = policy(AwsCaller.CONFIGURE_INFERENCE);
        removePolicy = policy(AwsCaller.REMOVE_INFERENCE);
        configuring = clients(List.of(calls, tags, configurePolicy));
        removing = clients(List.of(calls, removePolicy));
        aws.s3().createBucket(r -> r.bucket(BUCKET));
        aws.ecr().createRepository(r -> r.repositoryName(REPOSITORY));
        digest = new TestMap(lab).push(REPOSITORY, "1", "one");
        Files.write(workspace.resolve("ct.dcm"), TestDicom.of("1.2.3.4.5.6.7"));
        otherTeams();
    }

    private SdkAwsClients clients(List<ExecutionInterceptor> interceptors) {
        return new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                lab.endpoints(),
                null,
                interceptors);
    }

    private PolicyGate policy(AwsCaller caller) throws IOException {
        return new PolicyGate(
                lab,
                caller,
                Map.of(
                        "Bucket", BUCKET,
                        "Repository", REPOSITORY,
                        "FunctionName", FUNCTION,
                        "FunctionRole", ROLE + "*",
                        "InferenceMachineRole", PROFILE),
                Set.of());
    }

    /** A queue hears of removals, and EventBridge of everything. */
    private void otherTeams() {
        String queue = "arn:aws:sqs:" + lab.region() + ":000000000000:others";
        aws.s3()
                .putBucketNotificationConfiguration(r -> r.bucket(BUCKET)
                        .skipDestinationValidation(true)
                        .notificationConfiguration(n -> n.queueConfigurations(QueueConfiguration.builder()
                                        .id("others")
                                        .queueArn(queue)
                                        .events(Event.S3_OBJECT_REMOVED)
                                        .build())
                                .eventBridgeConfiguration(e -> {})));
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable one : Arrays.asList(aws, configuring, removing, configurePolicy, removePolicy)) {
            if (one != null) {
                one.close();
            }
        }
    }

    private Values request() {
        return Values.none()
                .with(REGION, lab.region())
                .with(InferenceParameters.BUCKET, BUCKET)
                .with(MAP, REPOSITORY + ":1")
                .with(FUNCTION_NAME, FUNCTION)
                .with(FUNCTION_ROLE, ROLE)
                .with(INSTANCE_PROFILE, PROFILE)
                .with(GPU, false)
                .with(AWS_TAGS, List.of("CostCenter=4711"))
                .with(ENDPOINTS, lab.endpoints().toMap());
    }

    private InferenceResult configure(InferenceRequest request) throws Exception {
        calls.reset();
        String run = UUID.randomUUID().toString();
        InferenceState state = new InferenceState(run, System.currentTimeMillis());
        EngineLog log = new ToldLog(System.out::println, text -> System.out.println("  " + text));
        return new ConfigureInferenceOperation(
                        request,
                        new OperationRun<>(
                                new RunIdentity(run, "e2e", "test #1"),
                                new OperationJournal<>(state, s -> {}, log, Clock.systemUTC()),
                                configuring,
                                new LocalSourceTree(workspace),
                                ProxySelector.of(null)))
                .run(d -> Thread.sleep(Math.min(d.toMillis(), 1000)));
    }

    @Test
    @Order(1)
    void everythingIsInstalledAndAnUploadBecomesAResult() throws Exception {
        InferenceResult result = configure(InferenceRequest.of(request().with(SMOKE_TEST_STUDY, "ct.dcm"), Map.of()));
        assertEquals(digest, result.getImageDigest());
        assertEquals("1", result.getFunctionVersion());
        SmokeTestResult smoke = result.getSmokeTest();
        String object = smoke.getResultKeys().stream()
                .filter(k -> k.contains("/dicom/seg-"))
                .findFirst()
                .orElseThrow();
        assertArrayEquals(
                TestDicom.of("1.2.3.4.5.6.7"),
                aws.s3().getObjectAsBytes(r -> r.bucket(BUCKET).key(object)).asByteArray());
        assertTrue(smoke.getInferredKey().startsWith("inferred/monai-smoke-test/"), smoke.getInferredKey());
        Map<String, String> outputs = result.toMap();
        assertEquals(digest, outputs.get("imageDigest"));
        assertTrue(outputs.get("imageUri").endsWith("@" + digest), outputs.toString());
        assertTrue(outputs.get("functionArn").endsWith(":function:" + FUNCTION), outputs.toString());
        assertEquals(Integer.toString(result.getChanges().size()), outputs.get("changes"));
        assertEquals(Integer.toString(smoke.getResultKeys().size()), outputs.get("smokeTestResults"));
        assertEquals(smoke.getInferredKey(), outputs.get("smokeTestInput"));
        assertEquals(1, lab.leftRunning(StandingIdentity.TAG, FUNCTION).instances());
        assertEquals(Set.of(), tags.untagged());
        assertEquals(
                Set.of("CreateDocument", "CreateFunction", "CreateSecurityGroup", "PutRule", "RunInstances"),
                tags.tagged());
    }

    @Test
    @Order(2)
    void theSameRequestAgainChangesNothing() throws Exception {
        InferenceResult result = configure(InferenceRequest.of(request(), Map.of()));
        assertEquals(List.of(), calls.changing());
        assertEquals(List.of(), result.getChanges());
    }

    @Test
    @Order(3)
    void anotherMapChangesTheMachineAlone() throws Exception {
        String second = new TestMap(lab).push(REPOSITORY, "2", "two");
        assertNotEquals(digest, second);
        InferenceResult result = configure(InferenceRequest.of(request().with(MAP, REPOSITORY + ":2"), Map.of()));
        assertEquals(second, result.getImageDigest());
        assertEquals(List.of("SendCommand", "SendCommand", "CreateTags"), calls.changing(), "install, pull");
    }

    @Test
    @Order(4)
    void anotherRoleChangesTheFunctionAlone() throws Exception {
        configure(
                InferenceRequest.of(request().with(MAP, REPOSITORY + ":2").with(FUNCTION_ROLE, ROLE + "-2"), Map.of()));
        assertEquals(List.of("UpdateFunctionConfiguration", "PublishVersion"), calls.changing());
    }

    /** Issue 12: somebody terminates the machine, and an upload comes while there is none. */
    @Test
    @Order(5)
    void aMachineThatOthersTerminatedIsReplacedAndItsJobsAreKept() throws Exception {
        String before = machines().get(0);
        aws.ec2().terminateInstances(r -> r.instanceIds(before));
        aws.s3()
                .putObject(
                        r -> r.bucket(BUCKET).key("input/waits.dcm"),
                        RequestBody.fromFile(workspace.resolve("ct.dcm")));
        InferenceResult result = configure(InferenceRequest.of(
                request()
                        .with(MAP, REPOSITORY + ":2")
                        .with(FUNCTION_ROLE, ROLE + "-2")
                        .with(SMOKE_TEST_STUDY, "ct.dcm"),
                Map.of()));
        assertTrue(
                result.getChanges().stream().anyMatch(change -> change.endsWith(" launched")),
                result.getChanges().toString());
        assertEquals(1, machines().size());
        assertNotEquals(before, machines().get(0));
        // It came before the smoke test's study, whose results are there.
        assertTrue(
                aws.s3()
                        .listObjectsV2(r -> r.bucket(BUCKET).prefix("inferred/waits.dcm"))
                        .hasContents(),
                "the job that waited was done first");
    }

    private List<String> machines() {
        Filter tag = Filter.builder()
                .name("tag:" + StandingIdentity.TAG)
                .values(FUNCTION)
                .build();
        return aws.ec2().describeInstances(r -> r.filters(tag)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> !List.of("shutting-down", "terminated")
                        .contains(instance.state().nameAsString()))
                .map(Instance::instanceId)
                .toList();
    }

    @Test
    @Order(6)
    void anOverlappingNotificationIsRefusedBeforeAnythingIsMade() throws Exception {
        NotificationConfiguration before = notifications();
        aws.s3()
                .putBucketNotificationConfiguration(r -> r.bucket(BUCKET)
                        .skipDestinationValidation(true)
                        .notificationConfiguration(before.toBuilder()
                                .lambdaFunctionConfigurations(LambdaFunctionConfiguration.builder()
                                        .id("predecessor")
                                        .lambdaFunctionArn(
                                                "arn:aws:lambda:" + lab.region() + ":000000000000:function:LambdaMonai")
                                        .events(Event.S3_OBJECT_CREATED)
                                        .filter(f -> f.key(k -> k.filterRules(FilterRule.builder()
                                                .name("prefix")
                                                .value("in")
                                                .build())))
                                        .build())
                                .build()));
        OperationException refused =
                assertThrows(OperationException.class, () -> configure(InferenceRequest.of(request(), Map.of())));
        assertTrue(refused.getMessage().contains("'predecessor'"), refused.getMessage());
        assertEquals("PREFLIGHT", refused.phase());
        assertEquals(List.of(), calls.changing());
        aws.s3()
                .putBucketNotificationConfiguration(
                        r -> r.bucket(BUCKET).skipDestinationValidation(true).notificationConfiguration(before));
    }

    private NotificationConfiguration notifications() throws Exception {
        return InstalledTrigger.notifications(aws, BUCKET);
    }

    @Test
    @Order(7)
    void theRemovalTakesAllOfItAndNothingElse() throws Exception {
        RemoveInferenceResult result = remove();
        assertTrue(result.getRemoved().size() >= 5, result.getRemoved().toString());
        assertEquals(
                Integer.toString(result.getRemoved().size()), result.toMap().get("removed"));
        assertTrue(result.getRemoved().contains("function " + FUNCTION), result.toString());
        assertTrue(result.getRemoved().contains("document monai-deploy-wake-" + FUNCTION), result.toString());
        assertTrue(lab.leftRunning(StandingIdentity.TAG, FUNCTION).isNothing());
        NotificationConfiguration left = notifications();
        assertEquals(List.of(), left.lambdaFunctionConfigurations());
        assertEquals(1, left.queueConfigurations().size());
        assertTrue(left.eventBridgeConfiguration() != null, "EventBridge is still switched on");
        assertFalse(InstalledTrigger.hasFunction(aws, FUNCTION));
        assertTrue(
                aws.s3().listObjectsV2(r -> r.bucket(BUCKET).prefix("results/")).hasContents());
    }

    @Test
    @Order(8)
    void theRemovalAgainRemovesNothing() throws Exception {
        assertEquals(List.of(), remove().getRemoved());
        assertEquals(List.of(), calls.changing());
    }

    /** Both have just run with the policies of the documentation, which are the table of calls. */
    @Test
    @Order(9)
    void theTableHasWhatWasCalledAndNothingElse() {
        assertEquals(Set.of(), configurePolicy.undeclared());
        assertEquals(Set.of(), removePolicy.undeclared());
        assertEquals(Set.of(), notCalled(AwsCaller.REMOVE_INFERENCE, removePolicy));
        assertEquals(NOT_CALLED.keySet(), notCalled(AwsCaller.CONFIGURE_INFERENCE, configurePolicy));
    }

    private static Set<AwsCall> notCalled(AwsCaller caller, PolicyGate policy) {
        Set<AwsCall> left = AwsCall.by(caller);
        left.removeAll(policy.calls());
        // The registry's part of ECR is no emulator's.
        left.removeIf(AwsCall::isOfRegistry);
        return left;
    }

    private RemoveInferenceResult remove() throws OperationException {
        calls.reset();
        String run = UUID.randomUUID().toString();
        EngineLog log = new ToldLog(System.out::println, text -> System.out.println("  " + text));
        return new RemoveInferenceOperation(
                        RemoveInferenceRequest.of(Values.none()
                                .with(REGION, lab.region())
                                .with(InferenceParameters.BUCKET, BUCKET)
                                .with(FUNCTION_NAME, FUNCTION)
                                .with(ENDPOINTS, lab.endpoints().toMap())),
                        new OperationRun<>(
                                new RunIdentity(run, "e2e", "test #1"),
                                new OperationJournal<>(
                                        new RemoveInferenceState(run, System.currentTimeMillis()),
                                        s -> {},
                                        log,
                                        Clock.systemUTC()),
                                removing,
                                null,
                                null))
                .run(d -> Thread.sleep(Math.min(d.toMillis(), 1000)));
    }
}
