package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;

/**
 * Has IAM evaluate the policies of a user or role: those attached, those of its groups, its permissions boundary and,
 * as far as they have no conditions, those of its organization. Session policies are not part of it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">
 *     SimulatePrincipalPolicy</a>
 */
final class PolicySimulation {

    /** How many actions and resources are asked about at once: IAM evaluates each with each. */
    private static final int MAX_ACTIONS = 25;

    private final AwsClients aws;
    private final String principal;

    private PolicySimulation(AwsClients aws, String principal) {
        this.aws = aws;
        this.principal = principal;
    }

    /** @throws SimulationUnavailable the caller is nobody whose policies IAM simulates */
    static PolicySimulation of(AwsClients aws, CallerIdentity caller)
            throws SimulationUnavailable, InterruptedException {
        if (caller.isUser()) {
            return new PolicySimulation(aws, caller.arn());
        }
        if (caller.isRoot()) {
            throw new SimulationUnavailable(
                    "The credentials are those of the account's root user, whom no policy limits; use a user or role");
        }
        String role = caller.assumedRole()
                .orElseThrow(() -> new SimulationUnavailable(
                        "IAM simulates the policies of users and roles alone, and the caller is " + caller.arn()));
        return new PolicySimulation(aws, roleArn(aws, caller, role));
    }

    /** STS leaves the role's path out, and IAM wants it. */
    private static String roleArn(AwsClients aws, CallerIdentity caller, String role) throws InterruptedException {
        try {
            return aws.iam().getRole(r -> r.roleName(role)).role().arn();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            // Most roles have no path; the simulation tells whether this one has.
            return "arn:" + caller.partition() + ":iam::" + caller.account() + ":role/" + role;
        }
    }

    /**
     * @param values of all placeholders in the statement
     * @throws SimulationUnavailable IAM refuses, or is out of reach
     */
    void evaluate(PolicyStatement statement, Map<String, String> values, SampleResources samples, Verdicts verdicts)
            throws SimulationUnavailable, InterruptedException {
        List<String> resources = statement.resources().stream()
                .map(pattern -> samples.of(PolicyStatement.fill(pattern, values)))
                .toList();
        List<ContextEntry> context = context(statement, values);
        List<String> actions = statement.actions();
        for (int from = 0; from < actions.size(); from += MAX_ACTIONS) {
            List<String> some = actions.subList(from, Math.min(actions.size(), from + MAX_ACTIONS));
            simulate(SimulatePrincipalPolicyRequest.builder()
                            .policySourceArn(principal)
                            .actionNames(some)
                            .resourceArns(resources)
                            .contextEntries(context)
                            .build())
                    .forEach(result -> judge(result, verdicts));
        }
    }

    private List<EvaluationResult> simulate(SimulatePrincipalPolicyRequest request)
            throws SimulationUnavailable, InterruptedException {
        try {
            return aws.iam().simulatePrincipalPolicyPaginator(request).evaluationResults().stream()
                    .toList();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            throw new SimulationUnavailable(
                    AwsErrors.translate(AwsCall.SIMULATE_PRINCIPAL_POLICY, e).problem(), e);
        }
    }

    private static List<ContextEntry> context(PolicyStatement statement, Map<String, String> values) {
        List<ContextEntry> entries = new ArrayList<>();
        entries.add(entry("aws:RequestedRegion", ContextKeyTypeEnum.STRING, List.of(values.get("AWS::Region"))));
        statement
                .conditions()
                .forEach((operator, keys) -> keys.forEach((key, raw) -> {
                    List<String> filled = raw.stream()
                            .map(value -> PolicyStatement.fill(value, values))
                            .toList();
                    if (operator.startsWith("ForAllValues:")) {
                        entries.add(entry(key, ContextKeyTypeEnum.STRING_LIST, filled));
                    } else if (operator.equals("Bool")) {
                        entries.add(entry(key, ContextKeyTypeEnum.BOOLEAN, filled));
                    } else if (operator.startsWith("Numeric")) {
                        entries.add(entry(key, ContextKeyTypeEnum.NUMERIC, filled.subList(0, 1)));
                    } else if (operator.equals("Null")) {
                        // "false" wants the key to be there, "true" wants it not to be.
                        if (filled.contains("false")) {
                            entries.add(entry(key, ContextKeyTypeEnum.STRING, List.of("sample")));
                        }
                    } else if (!key.equals("aws:RequestedRegion")) {
                        entries.add(entry(key, ContextKeyTypeEnum.STRING, filled.subList(0, 1)));
                    }
                }));
        return entries;
    }

    private static ContextEntry entry(String key, ContextKeyTypeEnum type, List<String> values) {
        return ContextEntry.builder()
                .contextKeyName(key)
                .contextKeyType(type)
                .contextKeyValues(values)
                .build();
    }

    private static void judge(EvaluationResult result, Verdicts verdicts) {
        String action = result.evalActionName();
        if (result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED) {
            verdicts.allow(action);
            return;
        }
        String on = result.evalResourceName() == null ? "*" : result.evalResourceName();
        if (result.hasMissingContextValues() && !result.missingContextValues().isEmpty()) {
            verdicts.leave(
                    action,
                    "the caller's policies allow it under conditions on "
                            + String.join(", ", result.missingContextValues())
                            + " alone, which the check does not know");
        } else if (result.evalDecision() == PolicyEvaluationDecisionType.EXPLICIT_DENY) {
            verdicts.miss(action, "explicitly denied on " + on);
        } else {
            verdicts.miss(action, "not allowed on " + on);
        }
    }
}
