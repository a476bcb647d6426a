package io.jenkins.plugins.monai.engine.aws;

import static io.jenkins.plugins.monai.engine.aws.AwsCaller.ALL;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.BUILD_MAP;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.CHECK_PERMISSIONS;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.CONFIGURE_INFERENCE;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.INFERENCE;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.LAUNCHING;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.OPERATIONS;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.REAPER;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.REMOVE_INFERENCE;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Each call the engine makes to AWS, with who makes it and the IAM actions it needs. A call that is not in this table is
 * a defect: the policies in {@code docs/iam} and the messages about missing permissions are held against it.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/">Service Authorization Reference</a>
 */
public enum AwsCall {
    GET_CALLER_IDENTITY(ALL, "sts", "GetCallerIdentity"),
    /** By credentials that assume a role, within whatever other call needs them. */
    ASSUME_ROLE(Set.of(), "sts", "AssumeRole", "sts:AssumeRole"),
    SIMULATE_PRINCIPAL_POLICY(CHECK_PERMISSIONS, "iam", "SimulatePrincipalPolicy", "iam:SimulatePrincipalPolicy"),
    GET_ROLE(CHECK_PERMISSIONS, "iam", "GetRole", "iam:GetRole"),
    DESCRIBE_IMAGES(LAUNCHING, "ec2", "DescribeImages", "ec2:DescribeImages"),
    DESCRIBE_INSTANCE_TYPES(LAUNCHING, "ec2", "DescribeInstanceTypes", "ec2:DescribeInstanceTypes"),
    DESCRIBE_INSTANCES(OPERATIONS, "ec2", "DescribeInstances", "ec2:DescribeInstances"),
    DESCRIBE_SECURITY_GROUPS(OPERATIONS, "ec2", "DescribeSecurityGroups", "ec2:DescribeSecurityGroups"),
    DESCRIBE_SPOT_PRICE_HISTORY(BUILD_MAP, "ec2", "DescribeSpotPriceHistory", "ec2:DescribeSpotPriceHistory"),
    DESCRIBE_SUBNETS(LAUNCHING, "ec2", "DescribeSubnets", "ec2:DescribeSubnets"),
    DESCRIBE_VPCS(LAUNCHING, "ec2", "DescribeVpcs", "ec2:DescribeVpcs"),
    GET_CONSOLE_OUTPUT(BUILD_MAP, "ec2", "GetConsoleOutput", "ec2:GetConsoleOutput"),
    IMPORT_KEY_PAIR(BUILD_MAP, "ec2", "ImportKeyPair", "ec2:ImportKeyPair", "ec2:CreateTags"),
    DELETE_KEY_PAIR(Set.of(BUILD_MAP, REAPER), "ec2", "DeleteKeyPair", "ec2:DeleteKeyPair"),
    DESCRIBE_KEY_PAIRS(REAPER, "ec2", "DescribeKeyPairs", "ec2:DescribeKeyPairs"),
    DESCRIBE_VOLUMES(REAPER, "ec2", "DescribeVolumes", "ec2:DescribeVolumes"),
    DELETE_VOLUME(REAPER, "ec2", "DeleteVolume", "ec2:DeleteVolume"),
    CREATE_SECURITY_GROUP(LAUNCHING, "ec2", "CreateSecurityGroup", "ec2:CreateSecurityGroup", "ec2:CreateTags"),
    AUTHORIZE_INGRESS(BUILD_MAP, "ec2", "AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupIngress"),
    DELETE_SECURITY_GROUP(
            Set.of(BUILD_MAP, REMOVE_INFERENCE, REAPER), "ec2", "DeleteSecurityGroup", "ec2:DeleteSecurityGroup"),
    RUN_INSTANCES(LAUNCHING, "ec2", "RunInstances", "ec2:RunInstances", "ec2:CreateTags", "iam:PassRole"),
    START_INSTANCES(CONFIGURE_INFERENCE, "ec2", "StartInstances", "ec2:StartInstances"),
    STOP_INSTANCES(CONFIGURE_INFERENCE, "ec2", "StopInstances", "ec2:StopInstances"),
    MODIFY_METADATA_OPTIONS(
            CONFIGURE_INFERENCE, "ec2", "ModifyInstanceMetadataOptions", "ec2:ModifyInstanceMetadataOptions"),
    TERMINATE_INSTANCES(OPERATIONS, "ec2", "TerminateInstances", "ec2:TerminateInstances"),
    CREATE_TAGS(LAUNCHING, "ec2", "CreateTags", "ec2:CreateTags"),
    GET_PARAMETER(LAUNCHING, "ssm", "GetParameter", "ssm:GetParameter"),
    DESCRIBE_INSTANCE_INFORMATION(
            CONFIGURE_INFERENCE, "ssm", "DescribeInstanceInformation", "ssm:DescribeInstanceInformation"),
    SEND_COMMAND(CONFIGURE_INFERENCE, "ssm", "SendCommand", "ssm:SendCommand"),
    GET_COMMAND_INVOCATION(CONFIGURE_INFERENCE, "ssm", "GetCommandInvocation", "ssm:GetCommandInvocation"),
    CREATE_DOCUMENT(CONFIGURE_INFERENCE, "ssm", "CreateDocument", "ssm:CreateDocument", "ssm:AddTagsToResource"),
    DESCRIBE_DOCUMENT(INFERENCE, "ssm", "DescribeDocument", "ssm:DescribeDocument"),
    GET_DOCUMENT(CONFIGURE_INFERENCE, "ssm", "GetDocument", "ssm:GetDocument"),
    UPDATE_DOCUMENT(CONFIGURE_INFERENCE, "ssm", "UpdateDocument", "ssm:UpdateDocument"),
    UPDATE_DOCUMENT_DEFAULT_VERSION(
            CONFIGURE_INFERENCE, "ssm", "UpdateDocumentDefaultVersion", "ssm:UpdateDocumentDefaultVersion"),
    DELETE_DOCUMENT(INFERENCE, "ssm", "DeleteDocument", "ssm:DeleteDocument"),
    GET_SERVICE_QUOTA(LAUNCHING, "servicequotas", "GetServiceQuota", "servicequotas:GetServiceQuota"),
    DESCRIBE_REPOSITORIES(LAUNCHING, "ecr", "DescribeRepositories", "ecr:DescribeRepositories"),
    CREATE_REPOSITORY(BUILD_MAP, "ecr", "CreateRepository", "ecr:CreateRepository", "ecr:TagResource"),
    GET_AUTHORIZATION_TOKEN(LAUNCHING, "ecr", "GetAuthorizationToken", "ecr:GetAuthorizationToken"),
    /** A push over the registry protocol, by the machine, with the token of {@link #GET_AUTHORIZATION_TOKEN}. */
    PUSH_IMAGE(
            BUILD_MAP,
            "ecr",
            "PushImage",
            "ecr:PutImage",
            "ecr:BatchCheckLayerAvailability",
            "ecr:CompleteLayerUpload",
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart"),
    /** Manifests and layers over the registry protocol, with the same token. */
    READ_IMAGE(LAUNCHING, "ecr", "ReadImage", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    HEAD_BUCKET(INFERENCE, "s3", "HeadBucket", "s3:ListBucket"),
    GET_BUCKET_VERSIONING(INFERENCE, "s3", "GetBucketVersioning", "s3:GetBucketVersioning"),
    GET_BUCKET_ENCRYPTION(CONFIGURE_INFERENCE, "s3", "GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    GET_OBJECT_LOCK(CONFIGURE_INFERENCE, "s3", "GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
    GET_BUCKET_NOTIFICATION(INFERENCE, "s3", "GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
    PUT_BUCKET_NOTIFICATION(INFERENCE, "s3", "PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
    LIST_OBJECTS(INFERENCE, "s3", "ListObjectsV2", "s3:ListBucket"),
    HEAD_OBJECT(CONFIGURE_INFERENCE, "s3", "HeadObject", "s3:GetObject", "s3:ListBucket"),
    GET_OBJECT(CONFIGURE_INFERENCE, "s3", "GetObject", "s3:GetObject", "s3:ListBucket"),
    PUT_OBJECT(CONFIGURE_INFERENCE, "s3", "PutObject", "s3:PutObject"),
    DELETE_OBJECT(REMOVE_INFERENCE, "s3", "DeleteObject", "s3:DeleteObject"),
    /** By the reaper as well, with whatever credentials may: it can do without. */
    GET_FUNCTION(INFERENCE, "lambda", "GetFunction", "lambda:GetFunction", "lambda:ListTags"),
    CREATE_FUNCTION(
            CONFIGURE_INFERENCE,
            "lambda",
            "CreateFunction",
            "lambda:CreateFunction",
            "lambda:TagResource",
            "iam:PassRole"),
    UPDATE_FUNCTION_CODE(CONFIGURE_INFERENCE, "lambda", "UpdateFunctionCode", "lambda:UpdateFunctionCode"),
    UPDATE_FUNCTION_CONFIGURATION(
            CONFIGURE_INFERENCE,
            "lambda",
            "UpdateFunctionConfiguration",
            "lambda:UpdateFunctionConfiguration",
            "iam:PassRole"),
    PUBLISH_VERSION(CONFIGURE_INFERENCE, "lambda", "PublishVersion", "lambda:PublishVersion"),
    LIST_VERSIONS(CONFIGURE_INFERENCE, "lambda", "ListVersionsByFunction", "lambda:ListVersionsByFunction"),
    DELETE_FUNCTION(REMOVE_INFERENCE, "lambda", "DeleteFunction", "lambda:DeleteFunction"),
    GET_INVOKE_CONFIG(
            CONFIGURE_INFERENCE, "lambda", "GetFunctionEventInvokeConfig", "lambda:GetFunctionEventInvokeConfig"),
    PUT_INVOKE_CONFIG(
            CONFIGURE_INFERENCE, "lambda", "PutFunctionEventInvokeConfig", "lambda:PutFunctionEventInvokeConfig"),
    GET_POLICY(CONFIGURE_INFERENCE, "lambda", "GetPolicy", "lambda:GetPolicy"),
    ADD_PERMISSION(CONFIGURE_INFERENCE, "lambda", "AddPermission", "lambda:AddPermission"),
    REMOVE_PERMISSION(CONFIGURE_INFERENCE, "lambda", "RemovePermission", "lambda:RemovePermission"),
    DESCRIBE_RULE(INFERENCE, "events", "DescribeRule", "events:DescribeRule"),
    LIST_TARGETS(CONFIGURE_INFERENCE, "events", "ListTargetsByRule", "events:ListTargetsByRule"),
    PUT_RULE(CONFIGURE_INFERENCE, "events", "PutRule", "events:PutRule", "events:TagResource"),
    PUT_TARGETS(CONFIGURE_INFERENCE, "events", "PutTargets", "events:PutTargets"),
    REMOVE_TARGETS(REMOVE_INFERENCE, "events", "RemoveTargets", "events:RemoveTargets"),
    DELETE_RULE(REMOVE_INFERENCE, "events", "DeleteRule", "events:DeleteRule");

    private final Set<AwsCaller> callers;
    private final String service;
    private final String operation;
    private final List<String> iamActions;

    AwsCall(AwsCaller caller, String service, String operation, String... iamActions) {
        this(Set.of(caller), service, operation, iamActions);
    }

    AwsCall(Set<AwsCaller> callers, String service, String operation, String... iamActions) {
        this.callers = callers;
        this.service = service;
        this.operation = operation;
        this.iamActions = List.of(iamActions);
    }

    /** Which operations make the call; empty for one that the credentials themselves make. */
    public Set<AwsCaller> callers() {
        return Collections.unmodifiableSet(callers);
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

    /** Whether the registry protocol, not the SDK, carries the call: its operation is no name of an API then. */
    public boolean isOfRegistry() {
        return this == PUSH_IMAGE || this == READ_IMAGE;
    }

    /** The calls that a caller makes. */
    public static Set<AwsCall> by(AwsCaller caller) {
        Set<AwsCall> calls = EnumSet.allOf(AwsCall.class);
        calls.removeIf(call -> !call.callers.contains(caller));
        return calls;
    }

    /** The IAM actions that a caller needs for all that it may come to do. */
    public static SortedSet<String> iamActions(AwsCaller caller) {
        return by(caller).stream()
                .flatMap(call -> call.iamActions.stream())
                .collect(Collectors.toCollection(TreeSet::new));
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
