package io.jenkins.plugins.monai.engine.permission;

import static io.jenkins.plugins.monai.engine.aws.AwsCaller.BUILD_MAP;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.CONFIGURE_INFERENCE;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.REMOVE_INFERENCE;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SUBNETS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionCheckTest {

    private FakeAws aws;

    @BeforeEach
    void start() throws Exception {
        aws = new FakeAws();
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static PermissionScope.Builder everything() {
        return PermissionScope.builder()
                .bucket("studies")
                .repository("monai")
                .functionRole("monai-function")
                .buildMachine(MachineSpec.of(Values.none().with(INSTANCE_PROFILE, "monai-build")))
                .inferenceMachine(MachineSpec.of(Values.none()
                        .with(INSTANCE_PROFILE, "arn:aws:iam::111122223333:instance-profile/team/monai-run")
                        .with(SUBNETS, List.of("subnet-1"))));
    }

    private PermissionReport check(PermissionScope scope) throws Exception {
        return new PermissionCheck(aws.clients(), scope).check(AwsCaller.operations());
    }

    private static List<String> actions(List<ActionFinding> findings) {
        return findings.stream().map(ActionFinding::action).toList();
    }

    @Test
    void withEverythingAllowedNothingIsMissingAndNothingUnchecked() throws Exception {
        PermissionReport report = check(everything().build());
        assertTrue(report.whyNotSimulated().isEmpty());
        assertEquals(
                AwsCaller.operations(),
                report.operations().stream()
                        .map(OperationPermissions::operation)
                        .toList());
        for (OperationPermissions one : report.operations()) {
            assertEquals(List.of(), one.missing());
            assertEquals(List.of(), one.unchecked());
            assertEquals(List.copyOf(AwsCall.iamActions(one.operation())), one.allowed());
        }
    }

    @Test
    void whatIsNotAllowedIsNamedWithTheResourceItIsMissingOn() throws Exception {
        Set<String> lacking = Set.of("ec2:GetConsoleOutput", "s3:PutObject", "lambda:DeleteFunction");
        aws.decide((action, resource, context) -> lacking.contains(action) ? "implicitDeny" : "allowed");
        List<OperationPermissions> operations = check(everything().build()).operations();
        assertEquals(List.of("ec2:GetConsoleOutput"), actions(operations.get(0).missing()));
        assertEquals(List.of("s3:PutObject"), actions(operations.get(1).missing()));
        assertEquals(List.of("lambda:DeleteFunction"), actions(operations.get(2).missing()));
        assertTrue(operations.get(0).isSufficient(), "it is needed for one strategy alone");
        assertEquals(
                "needed for hostKeyStrategy 'console'",
                operations.get(0).missing().get(0).onlyFor().orElseThrow());
        assertFalse(operations.get(1).isSufficient());
        assertEquals(
                "not allowed on arn:aws:s3:::studies/.monai/install/sample",
                operations.get(1).missing().get(0).reason());
    }

    @Test
    void anActionThatIsMissingOnOneResourceAloneIsMissing() throws Exception {
        aws.decide(
                (action, resource, context) -> resource.contains("role/monai-function") ? "explicitDeny" : "allowed");
        OperationPermissions configure =
                check(everything().build()).operations().get(1);
        assertEquals(List.of("iam:PassRole"), actions(configure.missing()));
        assertEquals(
                "explicitly denied on arn:aws:iam::111122223333:role/monai-function",
                configure.missing().get(0).reason());
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsCaller.class,
            names = {"BUILD_MAP", "CONFIGURE_INFERENCE", "REMOVE_INFERENCE"})
    void theOwnPoliciesAreEnough(AwsCaller operation) throws Exception {
        // Nothing else is allowed than what the policy in the documentation allows, on the resources it names.
        Set<String> allowed = new TreeSet<>();
        for (PolicyStatement statement : PolicyDocument.of(operation).statements()) {
            allowed.addAll(statement.actions());
        }
        aws.decide((action, resource, context) -> allowed.contains(action)
                        && "eu-west-1".equals(context.get("aws:RequestedRegion"))
                        && !resource.contains("${")
                        && (resource.equals("*") || !resource.contains("*"))
                ? "allowed"
                : "implicitDeny");
        List<OperationPermissions> operations = new PermissionCheck(
                        aws.clients(), everything().build())
                .check(List.of(operation))
                .operations();
        assertEquals(List.of(), operations.get(0).missing());
    }

    @Test
    void iamIsToldWhatTheConditionsAskFor() throws Exception {
        aws.decide((action, resource, context) -> {
            if (action.equals("ec2:TerminateInstances")) {
                return context.containsKey("aws:ResourceTag/monai-deploy:run")
                                || "monai-inference".equals(context.get("aws:ResourceTag/monai-deploy:inference"))
                        ? "allowed"
                        : "implicitDeny";
            }
            return "allowed";
        });
        for (OperationPermissions one : check(everything().build()).operations()) {
            assertEquals(List.of(), one.missing());
        }
        Set<String> subnets = new TreeSet<>();
        aws.simulations()
                .forEach(form -> FakeAws.members(form, "ResourceArns").stream()
                        .filter(r -> r.contains(":subnet/"))
                        .forEach(subnets::add));
        assertEquals(
                Set.of(
                        "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0123456789abcdef0",
                        "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1"),
                subnets,
                "a subnet that was named is the one that is asked about");
    }

    @Test
    void aDenialForWantOfContextIsADoubt() throws Exception {
        aws.missingContext("aws:PrincipalTag/team")
                .decide((action, resource, context) -> action.equals("ec2:StopInstances") ? "implicitDeny" : "allowed");
        OperationPermissions configure =
                check(everything().build()).operations().get(1);
        assertEquals(List.of(), configure.missing());
        assertEquals(List.of("ec2:StopInstances"), actions(configure.unchecked()));
        assertTrue(configure.unchecked().get(0).reason().contains("aws:PrincipalTag/team"));
    }

    @Test
    void whatIsNotConfiguredIsNotChecked() throws Exception {
        OperationPermissions remove =
                check(PermissionScope.builder().build()).operations().get(2);
        assertEquals(List.of(), remove.missing());
        assertTrue(actions(remove.unchecked()).contains("s3:PutBucketNotification"));
        assertTrue(remove.unchecked().stream().allMatch(f -> f.reason().equals("no bucket is configured")));
    }

    @Test
    void theRoleThatWasAssumedIsAskedAboutWithItsPath() throws Exception {
        aws.caller("arn:aws:sts::111122223333:assumed-role/Jenkins/i-1").rolePath("/ci/");
        check(everything().build());
        assertEquals(
                Set.of("arn:aws:iam::111122223333:role/ci/Jenkins"),
                Set.copyOf(aws.simulations().stream()
                        .map(form -> form.get("PolicySourceArn"))
                        .toList()));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 400})
    void withoutSimulationWhatChangesNothingIsTried(int status) throws Exception {
        aws.refuseSimulation(status);
        PermissionReport report = check(everything().build());
        assertTrue(report.whyNotSimulated().orElseThrow().contains("iam:SimulatePrincipalPolicy"));
        OperationPermissions build = report.operations().get(0);
        assertTrue(actions(build.missing()).contains("ec2:DescribeImages"), build.missing()::toString);
        assertTrue(actions(build.missing()).contains("ecr:DescribeRepositories"));
        assertTrue(actions(build.unchecked()).contains("ecr:PutImage"));
        OperationPermissions configure = report.operations().get(1);
        assertTrue(actions(configure.missing()).contains("s3:ListBucket"), "the answer to HEAD has no code");
        assertTrue(actions(configure.missing()).contains("lambda:GetFunction"));
        assertTrue(actions(configure.missing()).contains("events:DescribeRule"));
        Set<String> all = new TreeSet<>(actions(configure.missing()));
        all.addAll(actions(configure.unchecked()));
        all.addAll(configure.allowed());
        assertEquals(AwsCall.iamActions(CONFIGURE_INFERENCE), all, "every action has a verdict");
    }

    @Test
    void rootIsToldWhyNothingCanBeSimulated() throws Exception {
        aws.caller("arn:aws:iam::111122223333:root");
        PermissionReport report = check(everything().build());
        assertTrue(report.whyNotSimulated().orElseThrow().contains("root"));
        assertEquals(List.of(), aws.simulations());
    }

    @Test
    void theCallerIsTold() throws Exception {
        CallerIdentity caller = CallerIdentity.of(aws.clients());
        assertEquals("111122223333", caller.account());
        assertEquals("arn:aws:iam::111122223333:user/ci/jenkins", caller.arn());
        assertEquals("eu-west-1", caller.region());
        aws.caller("nobody");
        OperationException e = assertThrows(OperationException.class, () -> CallerIdentity.of(aws.clients()));
        assertTrue(e.remedy().contains("sts"), e.remedy());
    }

    @Test
    void eachOptionalActionIsOneThatTheOperationHas() {
        for (AwsCaller operation : List.of(BUILD_MAP, CONFIGURE_INFERENCE, REMOVE_INFERENCE)) {
            for (String action : OptionalActions.of(operation)) {
                assertTrue(AwsCall.iamActions(operation).contains(action), operation + ": " + action);
            }
        }
    }
}
