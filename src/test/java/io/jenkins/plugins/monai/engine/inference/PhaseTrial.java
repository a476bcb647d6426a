package io.jenkins.plugins.monai.engine.inference;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Runs one phase at a time against an AWS that answers as no emulator does: not ready yet, not ours, or changed by someone else. */
public abstract class PhaseTrial {

    protected static final String FUNCTION = "monai-inference";

    protected final ScriptedAws aws = new ScriptedAws();
    protected final InferenceState state = new InferenceState("run-1", System.currentTimeMillis());
    protected final List<String> lines = new ArrayList<>();
    protected final EngineLog log = ToldLog.to(lines);

    @BeforeEach
    protected final void account() throws OperationException {
        state.account(Account.of("arn:aws:iam::111122223333:user/u", "eu-west-1"));
        state.image("r/m@sha256:" + "a".repeat(64), "sha256:" + "a".repeat(64));
    }

    protected static InferenceRequest request() {
        return InferenceRequest.of(
                Values.none()
                        .with(REGION, "eu-west-1")
                        .with(BUCKET, "b")
                        .with(MAP, "m:1")
                        .with(FUNCTION_ROLE, "role")
                        .with(INSTANCE_PROFILE, "profile"),
                Map.of());
    }

    protected final InferenceContext context() {
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
    protected final void run(Phase<InferenceContext> phase) throws OperationException {
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
}
