package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.ephemeral.Machine;
import io.jenkins.plugins.monai.engine.machine.standing.StandingMachine;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Clock;
import java.util.Set;

/** A launch with {@code DryRun}, just as the operation would make it. */
final class LaunchTrial {

    private static final Set<AwsCaller> LAUNCHING = AwsCall.RUN_INSTANCES.callers();
    private static final EngineLog SILENCE = new EngineLog() {
        @Override
        public void line(String text) {
            // Nothing is launched: there is nothing to tell.
        }

        @Override
        public void machine(String text) {
            // There is no machine.
        }
    };

    private final AwsClients aws;
    private final PermissionScope scope;

    LaunchTrial(AwsClients aws, PermissionScope scope) {
        this.aws = aws;
        this.scope = scope;
    }

    /** EC2 checks all that a launch needs: RunInstances itself, the tags, and the role that is passed. */
    void attempt(AwsCaller operation, Verdicts verdicts) throws InterruptedException {
        if (!LAUNCHING.contains(operation)) {
            return;
        }
        boolean building = operation == AwsCaller.BUILD_MAP;
        MachineSpec machine = building ? scope.buildMachine() : scope.inferenceMachine();
        RunIdentity nobody = new RunIdentity("permission-check", scope.controller(), "none");
        try {
            if (building) {
                new Machine(aws, nobody, machine, new MachineState(), () -> {}, SILENCE, Clock.systemUTC()).check();
            } else {
                StandingIdentity identity = new StandingIdentity(scope.functionName(), "permission-check", nobody);
                new StandingMachine(aws, identity, machine, new MachineState(), () -> {}, SILENCE, Clock.systemUTC())
                        .check();
            }
            verdicts.allow("ec2:RunInstances");
            // The function's role is passed as well, to Lambda.
            if (building && machine.instanceProfile() != null) {
                verdicts.allow("iam:PassRole");
            }
        } catch (OperationException e) {
            if (AwsErrors.isDenied(e.getCause()) && e.problem().contains(AwsCall.RUN_INSTANCES.toString())) {
                verdicts.miss("ec2:RunInstances", "EC2 denied a launch with DryRun. " + e.remedy());
            } else {
                verdicts.leave("ec2:RunInstances", e.problem());
            }
        }
    }
}
