package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.time.Duration;
import java.util.List;

/**
 * Builds a MAP: from the application in the workspace to a verified image in ECR, on a machine launched for it. Whatever
 * happens, CLEANUP runs last. One thread at a time.
 */
public final class BuildMapOperation extends PhasedOperation<BuildMapContext, BuildMapResult> {

    private static final List<Phase<BuildMapContext>> PHASES = List.of(
            new BuildMapPreflightPhase(),
            WayPhase.fullOnly(new KeyPhase()),
            WayPhase.fullOnly(new LaunchPhase()),
            WayPhase.fullOnly(new OnMachine(new WaitSshPhase())),
            WayPhase.fullOnly(new OnMachine(new LeasedPhase(new UploadPhase()))),
            WayPhase.fullOnly(new OnMachine(new LeasedPhase(new PackagePhase()))),
            new LeasedPhase(new RepositoryPhase()),
            new WayPhase(new OnMachine(new LeasedPhase(new PushPhase())), new LayerPushPhase()),
            new LeasedPhase(new VerifyPhase()),
            new CleanupPhase());

    private final MachineCost cost;

    /** @param keys keeps the way to the machine for a process that may take the run up */
    public BuildMapOperation(BuildMapRequest request, OperationRun<BuildMapState> run, KeyVault keys) {
        super(
                PHASES,
                new BuildMapContext(request.withCommit(run.state().decideCommit(request.commit())), run, keys),
                request.region(),
                Duration.ofMinutes(request.machine().maximumMinutes()));
        this.cost = new MachineCost(
                request.priceOverrides(),
                request.region(),
                request.machine(),
                request.machine().maximumMinutes());
        watch();
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return names(PHASES);
    }

    @Override
    protected BuildMapResult toResult() {
        BuildMapState state = context().state();
        BuildMapRequest request = context().request();
        MachineState machine = state.machine();
        long end = machine.endMillis();
        return new BuildMapResult(
                state.repositoryUri() + ":" + request.effectiveTags().get(0),
                state.imageDigest(),
                state.verification().getSubject().getSizeBytes(),
                machine.instanceId(),
                machine.instanceType(),
                request.region(),
                state.getPhases(),
                state.verification(),
                cost.of(machine, end).map(estimate -> estimate.usdAt(end)).orElse(null),
                state.way());
    }

    @Override
    protected void show(OperationSnapshot.Builder snapshot) {
        BuildMapState state = context().state();
        snapshot.accountId(state.accountId())
                .verification(state.verification())
                .lease(context().request().machine().lease().told())
                .attempts(state.machine().launches().attempts())
                .cost(cost.of(state.machine(), state.endMillis()).orElse(null));
    }

    @Override
    protected void showSoFar(OperationSnapshot.Builder snapshot) {
        BuildMapState state = context().state();
        BuildMapRequest request = context().request();
        if (state.imageDigest() != null) {
            snapshot.output(
                            "imageUri",
                            state.repositoryUri() + ":"
                                    + request.effectiveTags().get(0))
                    .output("imageDigest", state.imageDigest());
        }
        if (state.way() != null) {
            snapshot.output("way", state.way().kind().shown())
                    .output("wayReason", state.way().reason());
        }
        snapshot.output("instanceId", state.machine().instanceId())
                .output("instanceType", state.machine().instanceType())
                .output("region", request.region());
    }

    @Override
    public void close() {
        context().close();
    }
}
