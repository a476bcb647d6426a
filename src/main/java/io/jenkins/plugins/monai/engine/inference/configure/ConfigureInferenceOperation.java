package io.jenkins.plugins.monai.engine.inference.configure;

import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceResult;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.host.InstallPhase;
import io.jenkins.plugins.monai.engine.inference.host.MachinePhase;
import io.jenkins.plugins.monai.engine.inference.host.PullPhase;
import io.jenkins.plugins.monai.engine.inference.host.StopPhase;
import io.jenkins.plugins.monai.engine.inference.host.WaitSsmPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.FunctionPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.NotificationPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.PermissionPhase;
import io.jenkins.plugins.monai.engine.inference.trigger.SchedulePhase;
import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Installs inference: from then on each upload to the bucket's input prefix is inferred. Everything is found by its name
 * or tag first and made or changed only where it differs, so the same request again changes nothing. One thread at a
 * time.
 */
public final class ConfigureInferenceOperation extends PhasedOperation<InferenceResult> {

    private static final List<Phase<InferenceContext>> PHASES = List.of(
            new InferencePreflightPhase(),
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
    private final MachineCost cost;

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
        this(new InferenceContext(request, identity, state, store, aws, source, log, clock, proxy), store);
    }

    private ConfigureInferenceOperation(InferenceContext context, StateStore<InferenceState> store) {
        super(
                context.state(),
                new OperationRunner<>(
                        PHASES,
                        context,
                        context.state(),
                        store,
                        context.log(),
                        context.clock(),
                        Duration.ofMinutes(context.request().maximumMinutes())));
        this.context = context;
        this.cost = new MachineCost(
                context.request().priceOverrides(),
                context.request().region(),
                context.request().machine(),
                context.request().maximumMinutes());
        watch();
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return PHASES.stream().map(Phase::name).toList();
    }

    @Override
    protected InferenceResult toResult() {
        InferenceState state = context.state();
        return new InferenceResult(context.request(), state);
    }

    @Override
    public Map<String, String> outputs() {
        return result().toMap();
    }

    @Override
    protected OperationSnapshot snapshot(String waitingFor) {
        InferenceRequest request = context.request();
        InferenceState state = context.state();
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, phaseNames(), request.region())
                .shownBy(context.log()::shown)
                .accountId(state.account() == null ? null : state.account().id())
                .waitingFor(waitingFor)
                .changes(state.changes());
        // The machine stays: what is counted is what it cost during the operation, if it was launched by it.
        if (state.machine().launchMillis() != 0) {
            builder.cost(cost.of(state.machine(), state.endMillis()).orElse(null));
        }
        if (hasEndedWell()) {
            return builder.outputs(result().toMap()).build();
        }
        if (state.functionVersion() != null) {
            builder.output("functionArn", state.account().functionArn(request.functionName()))
                    .output("functionVersion", state.functionVersion());
        }
        return builder.output("imageUri", state.image())
                .output("imageDigest", state.imageDigest())
                .output("instanceId", state.instanceId())
                .output("region", request.region())
                .output("bucket", request.bucket())
                .build();
    }
}
