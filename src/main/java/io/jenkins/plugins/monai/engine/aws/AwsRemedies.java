package io.jenkins.plugins.monai.engine.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to do about an error code that concerns one parameter of the request. */
final class AwsRemedies {

    private static final String OTHERWISE = "See the AWS documentation of this error code";
    private static final Map<String, String> BY_PREFIX = new LinkedHashMap<>();

    static {
        BY_PREFIX.put("InvalidAMIID", "Name in 'ami' an image of this region that is shared with the account");
        BY_PREFIX.put("InvalidInstanceType", "Check instanceTypes for a type that this region has");
        BY_PREFIX.put("InvalidSubnet", "Check subnets: they must exist in this region and share one VPC");
        BY_PREFIX.put("InvalidGroup.NotFound", "Check securityGroup: it must exist in the VPC of the subnets");
        BY_PREFIX.put("InvalidSecurityGroupID", "Check securityGroup: it must exist in the VPC of the subnets");
        BY_PREFIX.put("VPCIdNotSpecified", "Name subnets: the account has no default VPC in this region");
        BY_PREFIX.put("MissingInput", "Name subnets: the account has no default VPC in this region");
        BY_PREFIX.put("SecurityGroupLimitExceeded", "Delete security groups nobody uses, or name securityGroup");
        BY_PREFIX.put("KeyPairLimitExceeded", "Delete key pairs nobody uses");
        BY_PREFIX.put("OptInRequired", "Enable the region, or subscribe to the service, in the account");
        BY_PREFIX.put("PendingVerification", "AWS is verifying the account for this region: try again in some hours");
        BY_PREFIX.put("Blocked", "The account is blocked: contact AWS Support");
        BY_PREFIX.put("InvalidParameterValue", "Check the parameter that AWS names, and instanceProfile");
        BY_PREFIX.put("InvalidParameter", "Check the parameter that AWS names");
        BY_PREFIX.put("ParameterNotFound", "Name 'ami': this region has no public image parameter of that name");
        BY_PREFIX.put("LimitExceeded", "Ask for a higher limit of this service in the Service Quotas console");
        BY_PREFIX.put("KmsException", "Check the key policy of the repository's KMS key");
        BY_PREFIX.put("InternalError", "The fault is on AWS's side: try again, and see the AWS Health Dashboard");
        BY_PREFIX.put("InternalFailure", "The fault is on AWS's side: try again, and see the AWS Health Dashboard");
        BY_PREFIX.put("ServerException", "The fault is on AWS's side: try again, and see the AWS Health Dashboard");
        BY_PREFIX.put("ServiceUnavailable", "The fault is on AWS's side: try again, and see the AWS Health Dashboard");
        BY_PREFIX.put("Unavailable", "The fault is on AWS's side: try again, and see the AWS Health Dashboard");
    }

    private AwsRemedies() {}

    static String of(String code) {
        return BY_PREFIX.entrySet().stream()
                .filter(e -> code.startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERWISE);
    }
}
