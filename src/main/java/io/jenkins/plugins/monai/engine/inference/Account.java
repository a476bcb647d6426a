package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;

/** The account that is worked in, and the partition it lies in: what ARNs are made of. */
public final class Account implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String partition;
    private final String id;
    private final String region;

    private Account(String partition, String id, String region) {
        this.partition = partition;
        this.id = id;
        this.region = region;
    }

    /** By the caller's own ARN: {@code aws}, {@code aws-cn}, {@code aws-us-gov} and whatever comes. */
    public static Account of(String callerArn, String region) throws OperationException {
        return of(CallerIdentity.of(callerArn, region));
    }

    private static Account of(CallerIdentity caller) {
        return new Account(caller.partition(), caller.account(), caller.region());
    }

    public static Account ofCaller(AwsClients aws) throws OperationException, InterruptedException {
        return of(CallerIdentity.of(aws));
    }

    String partition() {
        return partition;
    }

    /** Twelve digits. */
    public String id() {
        return id;
    }

    public String bucketArn(String bucket) {
        return "arn:" + partition + ":s3:::" + bucket;
    }

    public String functionArn(String name) {
        return "arn:" + partition + ":lambda:" + region + ":" + id + ":function:" + name;
    }

    public String ruleArn(String name) {
        return "arn:" + partition + ":events:" + region + ":" + id + ":rule/" + name;
    }

    /** @param nameOrArn an ARN stays as it is */
    public String roleArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : "arn:" + partition + ":iam::" + id + ":role/" + nameOrArn;
    }
}
