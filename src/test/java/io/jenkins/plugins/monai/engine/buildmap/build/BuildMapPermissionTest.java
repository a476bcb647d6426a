package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_PROFILE;

import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.iam.PolicyGate;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy of the documentation, less one action: the build fails with a message that names it, and leaves nothing. */
@NeedsLab(containers = false)
class BuildMapPermissionTest {

    private static final String PROFILE = "monai-build";

    @ParameterizedTest
    @CsvSource({
        "ssm:GetParameter, PREFLIGHT, parameter/aws/service/deeplearning/",
        "ec2:DescribeImages, PREFLIGHT, ec2:DescribeImages",
        "ec2:DescribeVpcs, PREFLIGHT, ec2:DescribeVpcs",
        "ec2:DescribeSubnets, PREFLIGHT, ec2:DescribeSubnets",
        "ec2:DescribeInstanceTypes, PREFLIGHT, ec2:DescribeInstanceTypes",
        "ec2:RunInstances, PREFLIGHT, image/ami-",
        "ec2:CreateTags, PREFLIGHT, instance/",
        "iam:PassRole, PREFLIGHT, role/monai-build",
        "ecr:DescribeRepositories, PREFLIGHT, repository/monai/trial-",
        "ec2:ImportKeyPair, KEY, key-pair/monai-deploy-",
        "ec2:CreateSecurityGroup, LAUNCH, security-group/",
        "ec2:AuthorizeSecurityGroupIngress, LAUNCH, security-group/sg-",
    })
    void aMissingActionIsNamed(String action, String phase, String resource, Lab lab, @TempDir Path workspace)
            throws Exception {
        lab.front().reset();
        TinyApplication.in(workspace);
        Map<String, String> values = Map.of("Repository", "monai/trial-*", "BuildMachineRole", PROFILE);
        try (PolicyGate policy = new PolicyGate(lab, AwsCaller.BUILD_MAP, values, Set.of(action));
                Trial trial = Trial.of(lab, workspace).fastForward().under(policy)) {
            trial.with(INSTANCE_PROFILE, PROFILE);
            trial.failsIn(phase, "Allow the IAM action " + action, resource);
        }
    }
}
