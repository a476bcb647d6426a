package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Installs inference: from then on each upload to the bucket's input prefix is inferred. Everything is found by its name
 * or tag first and made or changed only where it differs, so the same request again changes nothing. One thread at a
 * time.
 */
public final class ConfigureInferenceOperation {

    private static final List<Phase<InferenceContext>> PHASES = List.of(
            new PreflightPhase(),
            new MachinePhase(),
            new WaitSsmPhase(),
            new InstallPhase(),
            new PullPhase(),
            new FunctionPhase(),
            new PermissionPhase(),
            new NotificationPhase(),
            new SchedulePhase(),
            new SmokeTestPhase(),
            new StopPhase());

    private final InferenceContext context;
    private final OperationRunner<InferenceContext> runner;

    /**
     * @param state a new one, or that of a run that another process began
     * @param aws not closed by the operation
     * @param source where the study of the smoke test is; null where none is asked for
     * @param proxy of the way to the registry
     */
    public ConfigureInferenceOperation(
            InferenceRequest request,
            RunIdentity identity,
            InferenceState state,
            StateStore<InferenceState> store,
            AwsClients aws,
            SourceTree source,
            EngineLog log,
            Clock clock,
            ProxySelector proxy) {
        this.context = new InferenceContext(request, identity, state, store, aws, source, log, clock, proxy);
        this.runner = new OperationRunner<>(
                PHASES, context, state, store, log, clock, Duration.ofMinutes(request.maximumMinutes()));
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return PHASES.stream().map(Phase::name).toList();
    }

    /** Does the next short piece of work: see {@link OperationRunner#advance}. */
    public Advance advance() throws OperationException {
        return runner.advance();
    }

    /** Ends the operation; what was installed so far stays, and the next run goes on with it. */
    public void abort(String reason) {
        runner.abort(reason);
    }

    /** Advances to the end: see {@link OperationRunner#run}. */
    public InferenceResult run(OperationRunner.Pause pause) throws OperationException {
        runner.run(pause);
        return result();
    }

    /** @throws IllegalStateException the operation has not ended well */
    public InferenceResult result() {
        InferenceState state = context.state();
        if (!state.isFinished() || state.failure().isPresent()) {
            throw new IllegalStateException("The operation has not ended well");
        }
        return new InferenceResult(context.request(), state);
    }
}
