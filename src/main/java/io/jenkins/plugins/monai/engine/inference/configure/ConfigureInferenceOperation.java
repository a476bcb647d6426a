package io.jenkins.plugins.monai.engine.inference.configure;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.PhasedOperation;
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
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Duration;
import java.util.List;

/**
 * Installs inference: from then on each upload to the bucket's input prefix is inferred. Everything is found by its name
 * or tag first and made or changed only where it differs, so the same request again changes nothing. One thread at a
 * time.
 */
public final class ConfigureInferenceOperation extends PhasedOperation<InferenceContext, InferenceResult> {

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

    private final MachineCost cost;

    public ConfigureInferenceOperation(InferenceRequest request, OperationRun<InferenceState> run) {
        super(
                PHASES,
                new InferenceContext(request, run),
                request.region(),
                Duration.ofMinutes(request.maximumMinutes()));
        this.cost = new MachineCost(
                request.priceOverrides(), request.region(), request.machine(), request.maximumMinutes());
        watch();
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return names(PHASES);
    }

    @Override
    protected InferenceResult toResult() {
        return new InferenceResult(context().request(), context().state());
    }

    @Override
    protected void show(OperationSnapshot.Builder snapshot) {
        InferenceState state = context().state();
        snapshot.accountId(state.account() == null ? null : state.account().id())
                .changes(state.changes());
        // The machine stays: what is counted is what it cost during the operation, if it was launched by it.
        if (state.machine().launchMillis() != 0) {
            snapshot.cost(cost.of(state.machine(), state.endMillis()).orElse(null));
        }
    }

    @Override
    protected void showSoFar(OperationSnapshot.Builder snapshot) {
        InferenceRequest request = context().request();
        InferenceState state = context().state();
        if (state.functionVersion() != null) {
            snapshot.output("functionArn", state.account().functionArn(request.functionName()))
                    .output("functionVersion", state.functionVersion());
        }
        snapshot.output("imageUri", state.image())
                .output("imageDigest", state.imageDigest())
                .output("instanceId", state.instanceId())
                .output("region", request.region())
                .output("bucket", request.bucket());
    }
}
