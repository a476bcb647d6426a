package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.PhasedOperation;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.MachineState;
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
 * Builds a MAP: from the application in the workspace to a verified image in ECR, on a machine launched for it. Whatever
 * happens, CLEANUP runs last. One thread at a time.
 */
public final class BuildMapOperation extends PhasedOperation<BuildMapResult> {

    private static final List<Phase<BuildMapContext>> PHASES = List.of(
            new BuildMapPreflightPhase(),
            new KeyPhase(),
            new LaunchPhase(),
            new WaitSshPhase(),
            new LeasedPhase(new UploadPhase()),
            new LeasedPhase(new PackagePhase()),
            new LeasedPhase(new RepositoryPhase()),
            new LeasedPhase(new PushPhase()),
            new LeasedPhase(new VerifyPhase()),
            new CleanupPhase());

    private final BuildMapContext context;
    private final MachineCost cost;

    /**
     * @param state a new one, or that of a run that another process began
     * @param aws not closed by the operation
     * @param proxy of the way to the registry and to AWS's address service
     */
    public BuildMapOperation(
            BuildMapRequest request,
            RunIdentity identity,
            BuildMapState state,
            StateStore<BuildMapState> store,
            AwsClients aws,
            SourceTree source,
            EngineLog log,
            Clock clock,
            ProxySelector proxy) {
        this(
                new BuildMapContext(
                        request.withCommit(state.decideCommit(request.commit())),
                        identity,
                        state,
                        store,
                        aws,
                        source,
                        log,
                        clock,
                        proxy),
                store);
    }

    private BuildMapOperation(BuildMapContext context, StateStore<BuildMapState> store) {
        super(
                context.state(),
                new OperationRunner<>(
                        PHASES,
                        context,
                        context.state(),
                        store,
                        context.log(),
                        context.clock(),
                        Duration.ofMinutes(context.request().machine().maximumMinutes())));
        this.context = context;
        this.cost = new MachineCost(
                context.request().priceOverrides(),
                context.request().region(),
                context.request().machine(),
                context.request().machine().maximumMinutes());
        watch();
    }

    /** The names of the phases, in order. */
    public static List<String> phaseNames() {
        return PHASES.stream().map(Phase::name).toList();
    }

    @Override
    protected BuildMapResult toResult() {
        BuildMapState state = context.state();
        BuildMapRequest request = context.request();
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
                cost.of(machine, end).map(estimate -> estimate.usdAt(end)).orElse(null));
    }

    @Override
    public Map<String, String> outputs() {
        return result().toMap();
    }

    @Override
    protected OperationSnapshot snapshot(String waitingFor) {
        BuildMapRequest request = context.request();
        BuildMapState state = context.state();
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, phaseNames(), request.region())
                .shownBy(context.log()::shown)
                .accountId(state.accountId())
                .waitingFor(waitingFor)
                .verification(state.verification())
                .cost(cost.of(state.machine(), state.endMillis()).orElse(null));
        if (hasEndedWell()) {
            return builder.outputs(result().toMap()).build();
        }
        if (state.imageDigest() != null) {
            builder.output(
                            "imageUri",
                            state.repositoryUri() + ":"
                                    + request.effectiveTags().get(0))
                    .output("imageDigest", state.imageDigest());
        }
        return builder.output("instanceId", state.machine().instanceId())
                .output("instanceType", state.machine().instanceType())
                .output("region", request.region())
                .build();
    }

    @Override
    public void close() {
        context.close();
    }
}
