package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** The account that is worked in, and the partition it lies in: what ARNs are made of. */
final class Account implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern CALLER = Pattern.compile("arn:(aws[a-z-]*):(?:iam|sts)::(\\d{12}):.*");

    private final String partition;
    private final String id;
    private final String region;

    private Account(String partition, String id, String region) {
        this.partition = partition;
        this.id = id;
        this.region = region;
    }

    /** By the caller's own ARN: {@code aws}, {@code aws-cn}, {@code aws-us-gov} and whatever comes. */
    static Account of(String callerArn, String region) throws OperationException {
        Matcher parts = CALLER.matcher(callerArn);
        if (!parts.matches()) {
            throw new OperationException(
                    "AWS names the caller '" + callerArn + "', which is no ARN of IAM or STS",
                    "Check the endpoint override of sts");
        }
        return new Account(parts.group(1), parts.group(2), region);
    }

    static Account ofCaller(AwsClients aws) throws OperationException, InterruptedException {
        GetCallerIdentityResponse caller =
                AwsErrors.call(AwsCall.GET_CALLER_IDENTITY, () -> aws.sts().getCallerIdentity());
        return of(caller.arn(), aws.region());
    }

    String partition() {
        return partition;
    }

    /** Twelve digits. */
    String id() {
        return id;
    }

    String bucketArn(String bucket) {
        return "arn:" + partition + ":s3:::" + bucket;
    }

    String functionArn(String name) {
        return "arn:" + partition + ":lambda:" + region + ":" + id + ":function:" + name;
    }

    String ruleArn(String name) {
        return "arn:" + partition + ":events:" + region + ":" + id + ":rule/" + name;
    }

    /** @param nameOrArn an ARN stays as it is */
    String roleArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : "arn:" + partition + ":iam::" + id + ":role/" + nameOrArn;
    }
}
