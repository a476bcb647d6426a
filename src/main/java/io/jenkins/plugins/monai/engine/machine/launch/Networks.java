package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.ec2.Filters;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Resolves where in the account's network a machine is placed. */
final class Networks {

    /** Subnets of one VPC, in the order they are tried. */
    record Placement(String vpcId, List<String> subnetIds) {}

    private final AwsClients aws;

    Networks(AwsClients aws) {
        this.aws = aws;
    }

    /**
     * @param subnets ids, or empty for the default subnets of the default VPC
     * @throws OperationException there is no default VPC, or the subnets do not exist or lie in several VPCs
     */
    Placement resolve(List<String> subnets) throws OperationException, InterruptedException {
        return subnets.isEmpty() ? defaults() : named(subnets);
    }

    private Placement named(List<String> ids) throws OperationException, InterruptedException {
        List<Subnet> found = AwsErrors.call(
                AwsCall.DESCRIBE_SUBNETS,
                () -> aws.ec2().describeSubnets(r -> r.subnetIds(ids)).subnets());
        List<String> vpcs = found.stream().map(Subnet::vpcId).distinct().toList();
        List<String> missing = ids.stream()
                .filter(id -> found.stream().noneMatch(s -> s.subnetId().equals(id)))
                .toList();
        if (!missing.isEmpty()) {
            throw new OperationException(
                    "There is no subnet " + String.join(", ", missing) + " in " + aws.region(), "Check subnets");
        }
        if (vpcs.size() != 1) {
            throw new OperationException(
                    "The subnets lie in several VPCs: " + String.join(", ", vpcs), "Name subnets of one VPC");
        }
        return new Placement(vpcs.get(0), ids);
    }

    private Placement defaults() throws OperationException, InterruptedException {
        List<Vpc> vpcs = AwsErrors.call(
                AwsCall.DESCRIBE_VPCS,
                () -> aws.ec2()
                        .describeVpcs(r -> r.filters(Filters.of("is-default", "true")))
                        .vpcs());
        if (vpcs.isEmpty()) {
            throw new OperationException(
                    "The account has no default VPC in " + aws.region(),
                    "Name subnets of a VPC of yours, or make a default VPC with 'aws ec2 create-default-vpc'");
        }
        String vpc = vpcs.get(0).vpcId();
        List<String> ids = AwsErrors.call(
                AwsCall.DESCRIBE_SUBNETS,
                () -> aws.ec2().describeSubnets(r -> r.filters(Filters.of("vpc-id", vpc))).subnets().stream()
                        .filter(s -> Boolean.TRUE.equals(s.defaultForAz()))
                        .sorted(Comparator.comparing(Subnet::availabilityZone))
                        .map(Subnet::subnetId)
                        .toList());
        if (ids.isEmpty()) {
            throw new OperationException(
                    "The default VPC " + vpc + " has no default subnet",
                    "Name subnets, or make one with 'aws ec2 create-default-subnet'");
        }
        return new Placement(vpc, ids);
    }
}
