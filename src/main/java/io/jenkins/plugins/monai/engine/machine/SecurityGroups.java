package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** The run's temporary security group: SSH from one address, nothing else. */
final class SecurityGroups {

    private static final int SSH_PORT = 22;
    private static final String OWNER = "the machine's owner";

    private final AwsClients aws;
    private final RunIdentity run;

    SecurityGroups(AwsClients aws, RunIdentity run) {
        this.aws = aws;
        this.run = run;
    }

    /** The run's group in a VPC: made, or found when an earlier process of the run has made it. */
    String ensure(String vpcId, Instant expires) throws OperationException, InterruptedException {
        Optional<String> existing = find();
        if (existing.isPresent()) {
            return existing.get();
        }
        return AwsErrors.call(
                AwsCall.CREATE_SECURITY_GROUP,
                () -> aws.ec2()
                        .createSecurityGroup(r -> r.groupName(run.resourceName())
                                .description("SSH to the machine of one run of monai-deploy")
                                .vpcId(vpcId)
                                .tagSpecifications(run.tags(ResourceType.SECURITY_GROUP, expires)))
                        .groupId());
    }

    /** Opens SSH to one address; opened already is good too. */
    void openSsh(String groupId, String cidr) throws OperationException, InterruptedException {
        IpPermission.Builder rule =
                IpPermission.builder().ipProtocol("tcp").fromPort(SSH_PORT).toPort(SSH_PORT);
        IpPermission permission = (cidr.contains(":")
                        ? rule.ipv6Ranges(Ipv6Range.builder().cidrIpv6(cidr).description(OWNER).build())
                        : rule.ipRanges(IpRange.builder().cidrIp(cidr).description(OWNER).build()))
                .build();
        try {
            aws.ec2().authorizeSecurityGroupIngress(r -> r.groupId(groupId).ipPermissions(permission));
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (!AwsErrors.code(e).equals("InvalidPermission.Duplicate")) {
                throw AwsErrors.translate(AwsCall.AUTHORIZE_INGRESS, e);
            }
        }
    }

    /** The run's temporary group, if it exists. */
    Optional<String> find() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_SECURITY_GROUPS,
                () -> aws
                        .ec2()
                        .describeSecurityGroups(r ->
                                r.filters(Filters.of("group-name", run.resourceName())))
                        .securityGroups()
                        .stream()
                        .map(SecurityGroup::groupId)
                        .findFirst());
    }

    /**
     * @return false while something still uses the group: its network interface may outlive the machine by a minute
     */
    boolean delete(String groupId) throws OperationException, InterruptedException {
        try {
            aws.ec2().deleteSecurityGroup(r -> r.groupId(groupId));
            return true;
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            return switch (AwsErrors.code(e)) {
                case "InvalidGroup.NotFound", "InvalidGroupId.Malformed" -> true;
                case "DependencyViolation", "InvalidGroup.InUse" -> false;
                default -> throw AwsErrors.translate(AwsCall.DELETE_SECURITY_GROUP, e);
            };
        }
    }
}
