package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.GPU;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SSH_USER;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.lab.FaultOutcome;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import io.jenkins.plugins.monai.lab.NamedCalls;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A build in the fault matrix: as far as a phase, then its clean-up; in as many processes as its controller is killed.
 */
final class FaultyBuild implements AutoCloseable {

    static final String ENOUGH = "the trial has seen enough";
    private static final long PAUSE_MILLIS = 20;

    private final Lab lab;
    private final Path workspace;
    private final String lastPhase;
    private final String runId = UUID.randomUUID().toString();
    private final TrialLog log = new TrialLog();
    private final TrialClock clock = new TrialClock();
    private final NamedCalls calls = new NamedCalls(this::phase);
    private final SdkAwsClients aws;
    private BuildMapState state = new BuildMapState(runId, clock.millis());
    private final KeyVault keys = KeyVault.inMemory();
    private byte[] saved;
    private int processes = 1;

    /** @param lastPhase after which the build is aborted; null for one that goes on to its end */
    FaultyBuild(Lab lab, Path workspace, String lastPhase) throws IOException {
        this.lab = lab;
        this.workspace = workspace;
        this.lastPhase = lastPhase;
        this.saved = Serialized.bytes(state);
        this.aws = new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                lab.endpoints(),
                null,
                List.of(calls));
    }

    private BuildMapRequest request() {
        Values values = Values.none()
                .with(REGION, lab.region())
                .with(APP, TinyApplication.APP)
                .with(MODELS, List.of(TinyApplication.MODEL))
                .with(REPOSITORY, "monai/faults-" + runId.substring(0, 8))
                .with(GPU, false)
                .with(ENDPOINTS, lab.endpoints().toMap())
                .with(SSH_USER, lab.sshUser());
        return BuildMapRequest.of(values, Map.of()).withCommit("0123456789abcdef0123456789abcdef01234567");
    }

    private BuildMapOperation process() throws IOException {
        return new BuildMapOperation(
                request(),
                new OperationRun<>(
                        new RunIdentity(runId, "faults", "a case of the matrix"),
                        new OperationJournal<>(state, s -> saved = Serialized.bytes(s), log, clock),
                        aws,
                        new LocalSourceTree(workspace),
                        ProxySelector.of(null)),
                keys);
    }

    /** Runs the build, and again from what was saved last for each time that its controller is killed. */
    FaultOutcome run() throws Exception {
        while (true) {
            try (BuildMapOperation operation = process()) {
                return toTheEnd(operation);
            } catch (NamedCalls.Killed e) {
                state = Serialized.state(saved);
                processes++;
            }
        }
    }

    private FaultOutcome toTheEnd(BuildMapOperation operation) throws InterruptedException {
        try {
            Advance next = operation.advance();
            while (!next.isDone()) {
                if (lastPhase != null && isEnded(lastPhase)) {
                    operation.abort(ENOUGH);
                }
                clock.moveOn(next.after());
                Thread.sleep(Math.min(next.after().toMillis(), PAUSE_MILLIS));
                next = operation.advance();
            }
            return FaultOutcome.asWithoutIt();
        } catch (OperationException e) {
            return e.getMessage().contains(ENOUGH) ? FaultOutcome.asWithoutIt() : FaultOutcome.failed(e);
        }
    }

    private boolean isEnded(String phase) {
        return state.getPhases().stream().anyMatch(p -> p.getName().equals(phase) && p.isEnded());
    }

    /** The phase that is running, or the last one that has. */
    String phase() {
        List<PhaseRecord> phases = state.getPhases();
        return phases.isEmpty() ? "" : phases.get(phases.size() - 1).getName();
    }

    NamedCalls calls() {
        return calls;
    }

    String runId() {
        return runId;
    }

    BuildMapState state() {
        return state;
    }

    TrialLog log() {
        return log;
    }

    /** Controllers that were needed. */
    int processes() {
        return processes;
    }

    LeftRunning leftRunning() {
        return lab.leftRunning(RunIdentity.RUN_TAG, runId);
    }

    @Override
    public void close() {
        aws.close();
    }
}
