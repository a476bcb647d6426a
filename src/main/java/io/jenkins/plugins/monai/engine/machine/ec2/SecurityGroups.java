package io.jenkins.plugins.monai.engine.machine.ec2;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** The security group that belongs to a machine: it lets nothing in but what is opened. */
public final class SecurityGroups {

    private static final int SSH_PORT = 22;
    private static final String OWNER = "the machine's owner";

    private final AwsClients aws;
    private final LaunchProfile profile;

    public SecurityGroups(AwsClients aws, LaunchProfile profile) {
        this.aws = aws;
        this.profile = profile;
    }

    /** The machine's group in a VPC: made, or found when an earlier process has made it. */
    public String ensure(String vpcId) throws OperationException, InterruptedException {
        List<SecurityGroup> existing = find(Filters.of("vpc-id", vpcId));
        if (!existing.isEmpty()) {
            return existing.get(0).groupId();
        }
        try {
            return aws.ec2()
                    .createSecurityGroup(r -> r.groupName(profile.resourceName())
                            .description(profile.groupDescription())
                            .vpcId(vpcId)
                            .tagSpecifications(profile.tags(ResourceType.SECURITY_GROUP)))
                    .groupId();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            List<SecurityGroup> made =
                    AwsErrors.code(e).equals("InvalidGroup.Duplicate") ? find(Filters.of("vpc-id", vpcId)) : List.of();
            if (made.isEmpty()) {
                throw AwsErrors.translate(AwsCall.CREATE_SECURITY_GROUP, e);
            }
            return made.get(0).groupId();
        }
    }

    /** Opens SSH to one address; opened already is good too. */
    public void openSsh(String groupId, String cidr) throws OperationException, InterruptedException {
        IpPermission.Builder rule =
                IpPermission.builder().ipProtocol("tcp").fromPort(SSH_PORT).toPort(SSH_PORT);
        IpPermission permission = (cidr.contains(":")
                        ? rule.ipv6Ranges(Ipv6Range.builder()
                                .cidrIpv6(cidr)
                                .description(OWNER)
                                .build())
                        : rule.ipRanges(IpRange.builder()
                                .cidrIp(cidr)
                                .description(OWNER)
                                .build()))
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

    /** The ids of the machine's groups: one, unless it was moved to another VPC. */
    public List<String> find() throws OperationException, InterruptedException {
        return find(profile.filter()).stream().map(SecurityGroup::groupId).toList();
    }

    private List<SecurityGroup> find(Filter filter) throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_SECURITY_GROUPS,
                () -> aws.ec2()
                        .describeSecurityGroups(
                                r -> r.filters(Filters.of("group-name", profile.resourceName()), filter))
                        .securityGroups());
    }

    /**
     * @return false while something still uses the group: its network interface may outlive the machine by a minute
     */
    public boolean delete(String groupId) throws OperationException, InterruptedException {
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
