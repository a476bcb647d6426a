package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_NAME;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.GPU;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.inference.configure.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.inference.removal.RemoveInferenceOperation;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.lab.FaultOutcome;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NamedCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * An installation or a removal in the fault matrix, in as many processes as its controller is killed.
 *
 * @param <S> its saved state
 */
final class FaultyInference<S extends OperationState> implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final String runId = UUID.randomUUID().toString();
    private final List<String> log = new ArrayList<>();
    private final NamedCalls calls = new NamedCalls(this::phase);
    private final SdkAwsClients aws;
    private final Function<OperationRun<S>, PhasedOperation<?, ?>> operation;
    private S state;
    private byte[] saved;

    private FaultyInference(
            Lab lab, Function<String, S> state, Function<OperationRun<S>, PhasedOperation<?, ?>> operation)
            throws IOException {
        this.operation = operation;
        this.state = state.apply(runId);
        this.saved = bytes(this.state);
        this.aws = new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                endpoints(lab),
                null,
                List.of(calls));
    }

    static FaultyInference<InferenceState> configure(Lab lab, String function, String bucket, String map)
            throws IOException {
        Values values = installed(lab, function, bucket)
                .with(MAP, map)
                .with(FUNCTION_ROLE, "monai-function")
                .with(INSTANCE_PROFILE, "monai-machine")
                .with(GPU, false);
        return new FaultyInference<>(
                lab,
                run -> new InferenceState(run, System.currentTimeMillis()),
                run -> new ConfigureInferenceOperation(InferenceRequest.of(values, Map.of()), run));
    }

    static FaultyInference<RemoveInferenceState> remove(Lab lab, String function, String bucket) throws IOException {
        Values values = installed(lab, function, bucket);
        return new FaultyInference<>(
                lab,
                run -> new RemoveInferenceState(run, System.currentTimeMillis()),
                run -> new RemoveInferenceOperation(RemoveInferenceRequest.of(values), run));
    }

    private static Values installed(Lab lab, String function, String bucket) {
        return Values.none()
                .with(REGION, lab.region())
                .with(BUCKET, bucket)
                .with(FUNCTION_NAME, function)
                .with(ENDPOINTS, endpoints(lab).toMap());
    }

    /** All services by way of the front, where the faults are. */
    private static Endpoints endpoints(Lab lab) {
        Map<String, String> endpoints = new HashMap<>(lab.endpoints().toMap());
        endpoints.remove("s3");
        endpoints.remove("lambda");
        return Endpoints.of(endpoints);
    }

    /** Runs it, and again from what was saved last for each time that its controller is killed. */
    FaultOutcome run() throws Exception {
        while (true) {
            OperationRun<S> run = new OperationRun<>(
                    new RunIdentity(runId, "faults", "a case of the matrix"),
                    new OperationJournal<>(state, s -> saved = bytes(s), ToldLog.to(log), Clock.systemUTC()),
                    aws,
                    null,
                    ProxySelector.of(null));
            try (PhasedOperation<?, ?> process = operation.apply(run)) {
                process.run(asked -> Thread.sleep(Math.min(asked.toMillis(), PAUSE_MILLIS)));
                return FaultOutcome.asWithoutIt();
            } catch (OperationException e) {
                return FaultOutcome.failed(e);
            } catch (NamedCalls.Killed e) {
                state = read(saved);
            }
        }
    }

    /** The phase that is running, or the last one that has. */
    String phase() {
        List<PhaseRecord> phases = state.getPhases();
        return phases.isEmpty() ? "" : phases.get(phases.size() - 1).getName();
    }

    NamedCalls calls() {
        return calls;
    }

    String log() {
        return String.join("\n", log);
    }

    private static byte[] bytes(OperationState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private S read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (S) in.readObject();
        }
    }

    @Override
    public void close() {
        aws.close();
    }
}
