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
    START_INSTANCES("ec2", "StartInstances", "ec2:StartInstances"),
    STOP_INSTANCES("ec2", "StopInstances", "ec2:StopInstances"),
    TERMINATE_INSTANCES("ec2", "TerminateInstances", "ec2:TerminateInstances"),
    CREATE_TAGS("ec2", "CreateTags", "ec2:CreateTags"),
    GET_PARAMETER("ssm", "GetParameter", "ssm:GetParameter"),
    DESCRIBE_INSTANCE_INFORMATION("ssm", "DescribeInstanceInformation", "ssm:DescribeInstanceInformation"),
    SEND_COMMAND("ssm", "SendCommand", "ssm:SendCommand"),
    GET_COMMAND_INVOCATION("ssm", "GetCommandInvocation", "ssm:GetCommandInvocation"),
    GET_SERVICE_QUOTA("servicequotas", "GetServiceQuota", "servicequotas:GetServiceQuota"),
    DESCRIBE_REPOSITORIES("ecr", "DescribeRepositories", "ecr:DescribeRepositories"),
    CREATE_REPOSITORY("ecr", "CreateRepository", "ecr:CreateRepository", "ecr:TagResource"),
    GET_AUTHORIZATION_TOKEN("ecr", "GetAuthorizationToken", "ecr:GetAuthorizationToken"),
    HEAD_BUCKET("s3", "HeadBucket", "s3:ListBucket"),
    GET_BUCKET_VERSIONING("s3", "GetBucketVersioning", "s3:GetBucketVersioning"),
    GET_BUCKET_NOTIFICATION("s3", "GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
    PUT_BUCKET_NOTIFICATION("s3", "PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
    LIST_OBJECTS("s3", "ListObjectsV2", "s3:ListBucket"),
    HEAD_OBJECT("s3", "HeadObject", "s3:GetObject", "s3:ListBucket"),
    GET_OBJECT("s3", "GetObject", "s3:GetObject", "s3:ListBucket"),
    PUT_OBJECT("s3", "PutObject", "s3:PutObject"),
    DELETE_OBJECT("s3", "DeleteObject", "s3:DeleteObject"),
    GET_FUNCTION("lambda", "GetFunction", "lambda:GetFunction"),
    CREATE_FUNCTION("lambda", "CreateFunction", "lambda:CreateFunction", "lambda:TagResource", "iam:PassRole"),
    UPDATE_FUNCTION_CODE("lambda", "UpdateFunctionCode", "lambda:UpdateFunctionCode"),
    UPDATE_FUNCTION_CONFIGURATION(
            "lambda", "UpdateFunctionConfiguration", "lambda:UpdateFunctionConfiguration", "iam:PassRole"),
    PUBLISH_VERSION("lambda", "PublishVersion", "lambda:PublishVersion"),
    LIST_VERSIONS("lambda", "ListVersionsByFunction", "lambda:ListVersionsByFunction"),
    DELETE_FUNCTION("lambda", "DeleteFunction", "lambda:DeleteFunction"),
    GET_INVOKE_CONFIG("lambda", "GetFunctionEventInvokeConfig", "lambda:GetFunctionEventInvokeConfig"),
    PUT_INVOKE_CONFIG("lambda", "PutFunctionEventInvokeConfig", "lambda:PutFunctionEventInvokeConfig"),
    GET_POLICY("lambda", "GetPolicy", "lambda:GetPolicy"),
    ADD_PERMISSION("lambda", "AddPermission", "lambda:AddPermission"),
    REMOVE_PERMISSION("lambda", "RemovePermission", "lambda:RemovePermission"),
    DESCRIBE_RULE("events", "DescribeRule", "events:DescribeRule"),
    LIST_TARGETS("events", "ListTargetsByRule", "events:ListTargetsByRule"),
    PUT_RULE("events", "PutRule", "events:PutRule", "events:TagResource"),
    PUT_TARGETS("events", "PutTargets", "events:PutTargets"),
    REMOVE_TARGETS("events", "RemoveTargets", "events:RemoveTargets"),
    DELETE_RULE("events", "DeleteRule", "events:DeleteRule");

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
