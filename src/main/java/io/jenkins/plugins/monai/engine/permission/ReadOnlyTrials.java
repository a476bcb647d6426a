package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Calls that change nothing, made to see whether they are allowed. */
final class ReadOnlyTrials {

    private static final int NOT_FOUND = 404;

    /** The G instances' quota, which every account has. */
    private static final String QUOTA = "L-DB2E81BA";

    /** An image parameter that each region has. */
    private static final String PARAMETER =
            "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id";

    private interface Trial {
        void call(AwsClients aws);
    }

    private final AwsClients aws;
    private final Map<AwsCall, Trial> trials = new EnumMap<>(AwsCall.class);

    ReadOnlyTrials(AwsClients aws, PermissionScope scope) {
        this.aws = aws;
        addMachine();
        addRepository(scope.repository());
        if (scope.bucket() != null) {
            addBucket(scope.bucket());
        }
        addFunction(scope.functionName());
    }

    private void addMachine() {
        // A filter that fits nothing: what is allowed is asked, not what there is.
        Filter nothing =
                Filter.builder().name("tag:monai-deploy:run").values("none").build();
        trials.put(AwsCall.DESCRIBE_IMAGES, a -> a.ec2().describeImages(r -> r.filters(nothing)));
        trials.put(AwsCall.DESCRIBE_INSTANCES, a -> a.ec2().describeInstances(r -> r.filters(nothing)));
        trials.put(
                AwsCall.DESCRIBE_INSTANCE_TYPES,
                a -> a.ec2().describeInstanceTypes(r -> r.instanceTypesWithStrings("g4dn.xlarge")));
        trials.put(AwsCall.DESCRIBE_KEY_PAIRS, a -> a.ec2().describeKeyPairs(r -> r.filters(nothing)));
        trials.put(AwsCall.DESCRIBE_VOLUMES, a -> a.ec2().describeVolumes(r -> r.filters(nothing)));
        trials.put(AwsCall.DESCRIBE_SECURITY_GROUPS, a -> a.ec2().describeSecurityGroups(r -> r.filters(nothing)));
        trials.put(AwsCall.DESCRIBE_SUBNETS, a -> a.ec2().describeSubnets(r -> r.filters(nothing)));
        trials.put(AwsCall.DESCRIBE_VPCS, a -> a.ec2().describeVpcs(r -> r.filters(nothing)));
        trials.put(AwsCall.GET_PARAMETER, a -> a.ssm().getParameter(r -> r.name(PARAMETER)));
        trials.put(AwsCall.GET_SERVICE_QUOTA, a -> a.serviceQuotas().value("ec2", QUOTA));
        trials.put(AwsCall.DESCRIBE_INSTANCE_INFORMATION, a -> a.ssm().describeInstanceInformation(r -> {}));
    }

    private void addRepository(String repository) {
        if (repository != null) {
            trials.put(
                    AwsCall.DESCRIBE_REPOSITORIES,
                    a -> a.ecr().describeRepositories(r -> r.repositoryNames(repository)));
        }
        trials.put(AwsCall.GET_AUTHORIZATION_TOKEN, a -> a.ecr().getAuthorizationToken());
    }

    private void addBucket(String bucket) {
        trials.put(AwsCall.HEAD_BUCKET, a -> a.s3().headBucket(r -> r.bucket(bucket)));
        trials.put(AwsCall.GET_BUCKET_ENCRYPTION, a -> a.s3().getBucketEncryption(r -> r.bucket(bucket)));
        trials.put(AwsCall.GET_OBJECT_LOCK, a -> a.s3().getObjectLockConfiguration(r -> r.bucket(bucket)));
        trials.put(AwsCall.GET_BUCKET_VERSIONING, a -> a.s3().getBucketVersioning(r -> r.bucket(bucket)));
        trials.put(
                AwsCall.GET_BUCKET_NOTIFICATION, a -> a.s3().getBucketNotificationConfiguration(r -> r.bucket(bucket)));
    }

    private void addFunction(String name) {
        trials.put(AwsCall.GET_FUNCTION, a -> a.lambda().getFunction(r -> r.functionName(name)));
        trials.put(AwsCall.GET_POLICY, a -> a.lambda().getPolicy(r -> r.functionName(name)));
        trials.put(AwsCall.LIST_VERSIONS, a -> a.lambda().listVersionsByFunction(r -> r.functionName(name)));
        trials.put(AwsCall.GET_INVOKE_CONFIG, a -> a.lambda().getFunctionEventInvokeConfig(r -> r.functionName(name)));
        String document = "monai-deploy-wake-" + name;
        trials.put(AwsCall.DESCRIBE_DOCUMENT, a -> a.ssm().describeDocument(r -> r.name(document)));
        trials.put(AwsCall.GET_DOCUMENT, a -> a.ssm().getDocument(r -> r.name(document)));
        String rule = "monai-deploy-" + name + "-sweep";
        trials.put(AwsCall.DESCRIBE_RULE, a -> a.events().find(rule));
        trials.put(AwsCall.LIST_TARGETS, a -> a.events().targets(rule));
    }

    /** Tries a call, if it is one that changes nothing and on something that is known. */
    void attempt(AwsCall call, Verdicts verdicts) throws InterruptedException {
        Trial trial = trials.get(call);
        if (trial == null) {
            return;
        }
        String action = call.iamActions().get(0);
        try {
            trial.call(aws);
            verdicts.allow(action);
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            judge(call, e, verdicts);
        }
    }

    /** AWS looks for what was named only when the caller may have it. */
    private static void judge(AwsCall call, SdkException e, Verdicts verdicts) {
        String action = call.iamActions().get(0);
        Optional<Integer> status =
                e instanceof AwsServiceException service ? Optional.of(service.statusCode()) : Optional.empty();
        String code = AwsErrors.code(e);
        if (AwsErrors.isDenied(e)) {
            verdicts.miss(action, "AWS denied " + call);
        } else if (status.equals(Optional.of(NOT_FOUND))
                || code.contains("NotFound")
                || code.equals("InvalidDocument")) {
            verdicts.allow(action);
        } else {
            verdicts.leave(action, AwsErrors.translate(call, e).problem());
        }
    }
}
