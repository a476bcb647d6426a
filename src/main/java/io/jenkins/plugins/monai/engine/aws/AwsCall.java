package io.jenkins.plugins.monai.engine.aws;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Each call the engine makes to AWS, with the IAM actions it needs. A call that is not in this table is a defect: the
 * policies in the documentation and the messages about missing permissions come from here.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/">Service Authorization Reference</a>
 */
public enum AwsCall {
    GET_CALLER_IDENTITY("sts", "GetCallerIdentity"),
    DESCRIBE_IMAGES("ec2", "DescribeImages", "ec2:DescribeImages"),
    DESCRIBE_INSTANCE_TYPES("ec2", "DescribeInstanceTypes", "ec2:DescribeInstanceTypes"),
    DESCRIBE_INSTANCES("ec2", "DescribeInstances", "ec2:DescribeInstances"),
    DESCRIBE_KEY_PAIRS("ec2", "DescribeKeyPairs", "ec2:DescribeKeyPairs"),
    DESCRIBE_SECURITY_GROUPS("ec2", "DescribeSecurityGroups", "ec2:DescribeSecurityGroups"),
    DESCRIBE_SUBNETS("ec2", "DescribeSubnets", "ec2:DescribeSubnets"),
    DESCRIBE_VPCS("ec2", "DescribeVpcs", "ec2:DescribeVpcs"),
    GET_CONSOLE_OUTPUT("ec2", "GetConsoleOutput", "ec2:GetConsoleOutput"),
    IMPORT_KEY_PAIR("ec2", "ImportKeyPair", "ec2:ImportKeyPair", "ec2:CreateTags"),
    DELETE_KEY_PAIR("ec2", "DeleteKeyPair", "ec2:DeleteKeyPair"),
    CREATE_SECURITY_GROUP("ec2", "CreateSecurityGroup", "ec2:CreateSecurityGroup", "ec2:CreateTags"),
    AUTHORIZE_INGRESS("ec2", "AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupIngress"),
    DELETE_SECURITY_GROUP("ec2", "DeleteSecurityGroup", "ec2:DeleteSecurityGroup"),
    RUN_INSTANCES("ec2", "RunInstances", "ec2:RunInstances", "ec2:CreateTags", "iam:PassRole"),
    TERMINATE_INSTANCES("ec2", "TerminateInstances", "ec2:TerminateInstances"),
    GET_PARAMETER("ssm", "GetParameter", "ssm:GetParameter"),
    GET_SERVICE_QUOTA("servicequotas", "GetServiceQuota", "servicequotas:GetServiceQuota"),
    DESCRIBE_REPOSITORIES("ecr", "DescribeRepositories", "ecr:DescribeRepositories"),
    CREATE_REPOSITORY("ecr", "CreateRepository", "ecr:CreateRepository", "ecr:TagResource"),
    GET_AUTHORIZATION_TOKEN("ecr", "GetAuthorizationToken", "ecr:GetAuthorizationToken");

    private final String service;
    private final String operation;
    private final List<String> iamActions;

    AwsCall(String service, String operation, String... iamActions) {
        this.service = service;
        this.operation = operation;
        this.iamActions = List.of(iamActions);
    }

    /** The service's signing name. */
    public String service() {
        return service;
    }

    /** The operation's name in the service's API reference. */
    public String operation() {
        return operation;
    }

    /** What the caller must be allowed to do, the call's own action first; empty when every identity may call it. */
    public List<String> iamActions() {
        return iamActions;
    }

    /** The table's entry of a call that was seen, if it has one. */
    public static Optional<AwsCall> of(String operation) {
        return Arrays.stream(values())
                .filter(c -> c.operation.equals(operation))
                .findFirst();
    }

    @Override
    public String toString() {
        return service + ":" + operation;
    }
}
