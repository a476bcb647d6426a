package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds out, without changing anything, what the credentials lack for each operation. IAM is asked to simulate; where it
 * may not, or cannot, only what changes nothing is tried.
 */
public final class PermissionCheck {

    private static final String WOULD_CHANGE = "it cannot be tried without changing something";
    private static final String NOT_ANSWERED = "IAM did not answer for it";

    private final AwsClients aws;
    private final PermissionScope scope;

    public PermissionCheck(AwsClients aws, PermissionScope scope) {
        this.aws = aws;
        this.scope = scope;
    }

    /**
     * @throws OperationException the credentials are wrong or expired, or AWS is out of reach
     */
    public PermissionReport check(List<AwsCaller> operations) throws OperationException, InterruptedException {
        CallerIdentity caller = CallerIdentity.of(aws);
        try {
            return new PermissionReport(caller, null, simulated(operations, caller));
        } catch (SimulationUnavailable e) {
            return new PermissionReport(caller, e.getMessage(), tried(operations));
        }
    }

    private List<OperationPermissions> simulated(List<AwsCaller> operations, CallerIdentity caller)
            throws SimulationUnavailable, InterruptedException {
        PolicySimulation simulation = PolicySimulation.of(aws, caller);
        Map<String, String> values = scope.placeholders(caller);
        List<OperationPermissions> all = new ArrayList<>();
        for (AwsCaller operation : operations) {
            Verdicts verdicts = new Verdicts(operation);
            SampleResources samples = new SampleResources(
                    operation == AwsCaller.BUILD_MAP ? scope.buildMachine() : scope.inferenceMachine());
            for (PolicyStatement statement : PolicyDocument.of(operation).statements()) {
                TreeSet<String> unknown = statement.placeholders();
                unknown.removeAll(values.keySet());
                if (unknown.isEmpty()) {
                    simulation.evaluate(statement, values, samples, verdicts);
                } else {
                    statement.actions().forEach(a -> verdicts.leave(a, "no " + words(unknown) + " is configured"));
                }
            }
            all.add(verdicts.toPermissions(NOT_ANSWERED));
        }
        return all;
    }

    /** {@code BuildMachineRole}: build machine role. */
    private static String words(TreeSet<String> placeholders) {
        return String.join(", ", placeholders)
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private List<OperationPermissions> tried(List<AwsCaller> operations) throws InterruptedException {
        ReadOnlyTrials trials = new ReadOnlyTrials(aws, scope);
        LaunchTrial launch = new LaunchTrial(aws, scope);
        List<OperationPermissions> all = new ArrayList<>();
        for (AwsCaller operation : operations) {
            Verdicts verdicts = new Verdicts(operation);
            for (AwsCall call : AwsCall.by(operation)) {
                trials.attempt(call, verdicts);
            }
            launch.attempt(operation, verdicts);
            all.add(verdicts.toPermissions(WOULD_CHANGE));
        }
        return all;
    }
}
