package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.BASE_IMAGE;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.GPU;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REBUILD;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SSH_USER;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.iam.PolicyGate;
import io.jenkins.plugins.monai.iam.TagWatch;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** One build of a MAP on the laboratory, prepared, run and looked at from outside. */
final class Trial implements AutoCloseable {

    private static final long SHORT_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Lab lab;
    private final SourceTree source;
    private final String runId = UUID.randomUUID().toString();
    private final TrialLog log = new TrialLog();
    private final TrialClock clock = new TrialClock();
    private Values values;
    private String commit = "0123456789abcdef0123456789abcdef01234567";
    private final CallRecorder calls = new CallRecorder();
    private PolicyGate gate;
    private final TagWatch tags = new TagWatch("CostCenter", "4711");
    private StateStore<BuildMapState> store = saved -> {};
    private AwsClients aws;
    private BuildMapState state = new BuildMapState(runId, clock.millis());
    private KeyVault keys = KeyVault.inMemory();
    private BuildMapOperation operation;
    private boolean interrupted;
    private OperationRunner.Pause pause = asked -> Thread.sleep(Math.min(asked.toMillis(), LONGEST_PAUSE_MILLIS));

    private Trial(Lab lab, SourceTree source) {
        this.lab = lab;
        this.source = source;
        this.aws = clients(lab.endpoints());
        this.values = Values.none()
                .with(REGION, lab.region())
                .with(APP, TinyApplication.APP)
                .with(MODELS, List.of(TinyApplication.MODEL))
                .with(REPOSITORY, "monai/trial-" + runId.substring(0, 8))
                .with(GPU, false)
                .with(BASE_IMAGE, lab.registryUri().isPresent() ? lab.baseImage() : null)
                .with(ENDPOINTS, lab.endpoints().toMap())
                .with(SSH_USER, lab.sshUser())
                .with(REBUILD, true);
    }

    static Trial of(Lab lab, Path workspace) throws IOException {
        return of(lab, new LocalSourceTree(workspace));
    }

    static Trial of(Lab lab, SourceTree source) {
        return new Trial(lab, source);
    }

    private AwsClients clients(Endpoints endpoints) {
        return new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                endpoints,
                null,
                gate == null ? List.of(calls, tags) : List.of(calls, tags, gate));
    }

    /** To be set before the build begins. */
    <T> Trial with(Parameter<T> parameter, T value) {
        values = values.with(parameter, value);
        return this;
    }

    Trial commit(String value) {
        commit = value;
        return this;
    }

    /** Other endpoints than the laboratory's, for the request and for the clients. */
    Trial endpoints(Endpoints endpoints) {
        aws.close();
        aws = clients(endpoints);
        return with(ENDPOINTS, endpoints.toMap());
    }

    /** The build may do what a policy allows, and nothing else. */
    Trial under(PolicyGate policy) {
        gate = policy;
        aws.close();
        aws = clients(lab.endpoints());
        return this;
    }

    /** What keeps the run's key, across processes. */
    Trial keys(KeyVault vault) {
        keys = vault;
        return this;
    }

    Trial store(StateStore<BuildMapState> value) {
        store = value;
        return this;
    }

    /** Pauses are over at once, and the clock says that they took as long as they should have. */
    Trial fastForward() {
        pause = asked -> {
            clock.moveOn(asked);
            Thread.sleep(Math.min(asked.toMillis(), SHORT_PAUSE_MILLIS));
        };
        return this;
    }

    String runId() {
        return runId;
    }

    TrialLog log() {
        return log;
    }

    TrialClock clock() {
        return clock;
    }

    /** Of the tag CostCenter=4711. */
    TagWatch tags() {
        return tags;
    }

    CallRecorder calls() {
        return calls;
    }

    BuildMapState state() {
        return state;
    }

    BuildMapOperation operation() {
        if (operation == null) {
            operation = new BuildMapOperation(
                    BuildMapRequest.of(values, Map.of()).withCommit(commit),
                    new OperationRun<>(
                            new RunIdentity(runId, "trial", "a trial"),
                            new OperationJournal<>(state, saved -> store.save(saved), log, clock),
                            aws,
                            source,
                            ProxySelector.of(null)),
                    keys);
        }
        return operation;
    }

    /** Another process takes the build over from its saved state. */
    void takenOverWith(BuildMapState saved) {
        operation().close();
        operation = null;
        state = saved;
    }

    /** The phase that is running, or the last one that has. */
    String phase() {
        List<PhaseRecord> phases = state.getPhases();
        return phases.isEmpty() ? "" : phases.get(phases.size() - 1).getName();
    }

    /** Goes on until a phase is over. */
    void runUntilAfter(String phase) throws OperationException, InterruptedException {
        Advance next = operation().advance();
        while (state.getPhases().stream().noneMatch(p -> p.getName().equals(phase) && p.isEnded())) {
            assertFalse(next.isDone(), () -> "The build ended before " + phase + "\n" + log);
            pause.of(next.after());
            next = operation().advance();
        }
    }

    BuildMapResult succeeds() {
        try {
            BuildMapResult result = operation().run(pause);
            assertNothingLeft();
            return result;
        } catch (OperationException e) {
            throw new AssertionError(e.getMessage() + "\n" + log, e);
        }
    }

    /**
     * The build fails in a phase: with one message that names phase and remedy, and with nothing left.
     *
     * @param words of the message, all of them
     */
    OperationException failsIn(String phase, String... words) {
        OperationException e = fails(words);
        assertEquals(phase, e.phase(), () -> e.getMessage() + "\n" + log);
        return e;
    }

    /** {@link #failsIn} any phase. */
    OperationException fails(String... words) {
        OperationException e =
                assertThrows(OperationException.class, () -> operation().run(pause), log::toString);
        // Nothing can be asked of AWS while the thread's flag is set.
        interrupted = Thread.interrupted();
        String told = e.getMessage() + "\n" + log;
        assertTrue(BuildMapOperation.phaseNames().contains(e.phase()), told);
        assertTrue(e.getMessage().startsWith(e.phase() + ": "), told);
        assertEquals(1, e.getMessage().lines().count(), "One line: " + told);
        assertFalse(e.remedy().isBlank(), told);
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), "'" + word + "' is missing: " + told);
        }
        assertEquals(
                List.of("FAILED " + e.getMessage()),
                log.lines().stream().filter(l -> l.contains("FAILED ")).toList(),
                "One failure is told, once");
        assertTrue(state.isFinished(), told);
        assertEquals(e.getMessage(), state.failure().orElseThrow().getMessage());
        assertNothingLeft();
        return e;
    }

    void assertNothingLeft() {
        assertEquals(new LeftRunning(0, 0, 0), leftRunning(), log::toString);
        assertEquals("CLEANUP", phase(), log::toString);
        assertFalse(log.toString().contains(lab.registryPassword()), "The registry's password is in the log");
    }

    /** Whether the failed build left its thread interrupted. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** For a run whose clean-up was kept from it. */
    void deleteKeyPair() {
        aws.ec2().deleteKeyPair(r -> r.keyName("monai-deploy-" + runId));
    }

    LeftRunning leftRunning() {
        return lab.leftRunning(RunIdentity.RUN_TAG, runId);
    }

    @Override
    public void close() {
        if (operation != null) {
            operation.close();
        }
        aws.close();
    }
}
