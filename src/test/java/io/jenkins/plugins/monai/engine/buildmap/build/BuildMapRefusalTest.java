package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.TAGS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AMI;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_TYPES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SUBNETS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS refuses before there is a machine: one message with the remedy, and nothing of the run left. */
@NeedsLab(containers = false)
class BuildMapRefusalTest {

    private static final String G_QUOTA = "L-DB2E81BA";
    private static final String NO_VPCS = "<vpcSet/>";

    @TempDir
    Path workspace;

    private Lab lab;
    private LabAccount account;
    private Trial trial;

    @BeforeEach
    void prepare(Lab shared) throws IOException {
        lab = shared;
        account = new LabAccount(lab);
        lab.front().reset();
        TinyApplication.in(workspace);
        trial = Trial.of(lab, workspace).fastForward();
    }

    @AfterEach
    void close() {
        lab.front().reset();
        trial.close();
        account.close();
    }

    private List<String> launches() {
        return lab.front().requests("ec2:RunInstances").stream()
                .filter(r -> r.parameter("DryRun").isEmpty())
                .map(r -> r.parameter("InstanceType").orElse(""))
                .toList();
    }

    @Test
    void aRegionThatDoesNotExist() {
        // RFC 6761: no name below .invalid ever resolves.
        trial.with(REGION, "xx-nowhere-1");
        trial.endpoints(Endpoints.of(Map.of(Endpoints.ALL, "http://sts.xx-nowhere-1.invalid")));
        trial.failsIn("PREFLIGHT", "no endpoint", "region");
    }

    @Test
    void anInstanceTypeThatDoesNotExist() {
        trial.with(INSTANCE_TYPES, List.of("g4dn.huge"));
        trial.failsIn("PREFLIGHT", "'g4dn.huge'", "instanceTypes", lab.region());
    }

    @Test
    void anImageThatDoesNotExist() {
        trial.with(AMI, "ami-00000000000000000");
        trial.failsIn("PREFLIGHT", "ami-00000000000000000", "'ami'");
    }

    @Test
    void aParameterWithoutAnImage() {
        trial.with(AMI, "resolve:ssm:/our/own/image");
        trial.failsIn("PREFLIGHT", "ssm:GetParameter", "'ami'");
    }

    @Test
    void anImageOfAnotherArchitecture() {
        trial.with(AMI, lab.armImageId());
        trial.failsIn("PREFLIGHT", lab.armImageId(), "arm64", "g4dn.xlarge", "x86_64", "'ami'");
    }

    @Test
    void noDefaultVpc() {
        lab.front().answer("ec2:DescribeVpcs", NO_VPCS, 1);
        trial.failsIn("PREFLIGHT", "no default VPC", "subnets", "create-default-vpc");
    }

    @Test
    void aSubnetThatDoesNotExist() {
        trial.with(SUBNETS, List.of("subnet-00000000000000000"));
        trial.failsIn("PREFLIGHT", "subnet-00000000000000000", "subnets");
    }

    @ParameterizedTest
    @CsvSource({
        "ExpiredToken, have expired, Renew the session token",
        "ExpiredTokenException, have expired, Renew the session token",
        "InvalidClientTokenId, does not accept the credentials, access key id",
        "SignatureDoesNotMatch, does not accept the credentials, secret access key",
        "AccessDenied, may not assume the role, Allow the IAM action sts:AssumeRole",
    })
    void aCredentialThatAwsDoesNotTake(String code, String problem, String remedy) {
        lab.front().fail("sts:GetCallerIdentity", code, 1);
        trial.failsIn("PREFLIGHT", problem, remedy);
    }

    @Test
    void aCredentialThatExpiresBeforeTheLaunch() {
        lab.front().fail("ec2:ImportKeyPair", "RequestExpired", 9);
        trial.failsIn("KEY", "have expired", "assume a role", "clock");
    }

    @Test
    void noPermissionToLaunch() {
        lab.front()
                .fail(
                        "ec2:RunInstances",
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. Encoded authorization failure message: x",
                        1);
        trial.failsIn("PREFLIGHT", "may not call ec2:RunInstances", "ec2:RunInstances", "iam:PassRole");
        assertEquals(List.of(), lab.front().requests("ec2:ImportKeyPair"), "nothing was made before");
    }

    @Test
    void noPermissionToMakeASecurityGroup() {
        lab.front().fail("ec2:CreateSecurityGroup", "UnauthorizedOperation", 1);
        trial.failsIn("LAUNCH", "may not call ec2:CreateSecurityGroup", "ec2:CreateSecurityGroup");
        assertEquals(List.of(), launches());
    }

    @Test
    void noPermissionToSeeRepositories() {
        lab.front().fail("ecr:DescribeRepositories", "AccessDeniedException", 1);
        trial.failsIn("PREFLIGHT", "ecr:DescribeRepositories");
    }

    @Test
    void aQuotaOfZero() {
        lab.front().quota(G_QUOTA, 0);
        trial.failsIn("PREFLIGHT", G_QUOTA, "is 0 vCPUs", "g4dn.xlarge needs 4", "servicequotas", lab.region());
    }

    @Test
    void aQuotaThatIsUsedUp() {
        lab.front().fail("ec2:RunInstances", "VcpuLimitExceeded", 9);
        trial.with(SUBNETS, List.of(subnet(0)));
        trial.failsIn("LAUNCH", "g4dn.xlarge", "VcpuLimitExceeded", "Service Quotas", "instanceTypes");
    }

    @Test
    void noCapacityAnywhere() {
        lab.front().fail("ec2:RunInstances", "InsufficientInstanceCapacity", 999);
        trial.with(INSTANCE_TYPES, List.of("g4dn.xlarge", "g5.xlarge")).with(SUBNETS, List.of(subnet(0), subnet(1)));
        OperationException e = trial.failsIn("LAUNCH", "InsufficientInstanceCapacity", "availability zones");
        for (String candidate : List.of("g4dn.xlarge in " + subnet(0), "g5.xlarge in " + subnet(1))) {
            assertTrue(e.getMessage().contains(candidate), e.getMessage());
        }
        assertEquals(
                List.of("g4dn.xlarge", "g4dn.xlarge", "g5.xlarge", "g5.xlarge"),
                distinctTokens(),
                "each type in each subnet, each once");
    }

    /** The SDK itself repeats a call that was answered with status 500, under the same client token. */
    private List<String> distinctTokens() {
        return lab.front().requests("ec2:RunInstances").stream()
                .filter(r -> r.parameter("DryRun").isEmpty())
                .map(r -> r.parameter("ClientToken").orElse("") + " "
                        + r.parameter("InstanceType").orElse(""))
                .distinct()
                .map(both -> both.split(" ")[1])
                .toList();
    }

    @Test
    void aRepositoryWhoseTagsCannotBeMoved() {
        trial.with(REPOSITORY, "monai/immutable");
        account.immutableRepository("monai/immutable");
        trial.failsIn("PREFLIGHT", "monai/immutable", "immutable", "'latest'", "'tags'");
    }

    @Test
    void aTagThatCannotBeSetAgainIsFoundBeforeAMachineIsPaidFor() throws Exception {
        assumeTrue(lab.registryUri().isPresent(), "no registry");
        ImagePusher pusher =
                new ImagePusher(lab.registryUri().orElseThrow(), "monai/built-before", "AWS", lab.registryPassword());
        pusher.image(
                "4f2c",
                pusher.blob(ImagePusher.CONFIG, "{}".getBytes(StandardCharsets.UTF_8)),
                new ObjectMapper().createArrayNode());
        account.immutableRepository("monai/built-before");
        trial.with(REPOSITORY, "monai/built-before").with(TAGS, List.of("1.0", "4f2c"));
        trial.failsIn("PREFLIGHT", "monai/built-before", "'4f2c' already", "immutable", "'tags'");
        assertEquals(List.of(), launches());
    }

    @Test
    void theOwnAddressIsNotKnown() {
        Map<String, String> endpoints = new HashMap<>(lab.endpoints().toMap());
        endpoints.put("checkip", lab.front().uri() + "/nothing-here");
        trial.endpoints(Endpoints.of(endpoints));
        trial.failsIn("PREFLIGHT", "security group", "sshCidr");
    }

    private String subnet(int index) {
        return account.defaultSubnets().get(index);
    }
}
