package io.jenkins.plugins.monai.engine.aws;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who AWS takes the credentials for. Immutable. */
public final class CallerIdentity implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern ARN = Pattern.compile("arn:(aws[a-z-]*):(?:iam|sts)::(\\d{12}):(.*)");
    private static final Pattern ASSUMED_ROLE = Pattern.compile("assumed-role/([^/]+)/.*");

    private final String arn;
    private final String partition;
    private final String account;
    private final String resource;
    private final String region;

    private CallerIdentity(String arn, String partition, String account, String resource, String region) {
        this.arn = arn;
        this.partition = partition;
        this.account = account;
        this.resource = resource;
        this.region = region;
    }

    /**
     * Asks STS, which answers every identity whatever its policies say.
     *
     * @throws OperationException the credentials are wrong or expired, or AWS is out of reach
     */
    public static CallerIdentity of(AwsClients aws) throws OperationException, InterruptedException {
        return of(
                AwsErrors.call(
                        AwsCall.GET_CALLER_IDENTITY,
                        () -> aws.sts().getCallerIdentity().arn()),
                aws.region());
    }

    /**
     * @param arn as STS names a caller
     * @param region where the caller works
     * @throws OperationException it is no ARN of IAM or STS
     */
    public static CallerIdentity of(String arn, String region) throws OperationException {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw new OperationException(
                    "AWS names the caller '" + arn + "', which is no ARN of IAM or STS",
                    "Check the endpoint override of sts");
        }
        return new CallerIdentity(arn, parts.group(1), parts.group(2), parts.group(3), region);
    }

    /** {@code arn:aws:iam::111122223333:user/jenkins}, or that of an assumed role with its session. */
    public String arn() {
        return arn;
    }

    /** {@code aws}, {@code aws-cn}, {@code aws-us-gov} and whatever comes. */
    public String partition() {
        return partition;
    }

    /** Twelve digits. */
    public String account() {
        return account;
    }

    /** The region's code. */
    public String region() {
        return region;
    }

    /** The name, without its path, of the role that was assumed; empty when the caller is none. */
    public Optional<String> assumedRole() {
        Matcher role = ASSUMED_ROLE.matcher(resource);
        return role.matches() ? Optional.of(role.group(1)) : Optional.empty();
    }

    /** Whether the caller is a user of IAM. */
    public boolean isUser() {
        return resource.startsWith("user/");
    }

    /** Whether the caller is the account itself, which no policy of IAM limits. */
    public boolean isRoot() {
        return resource.equals("root");
    }

    @Override
    public String toString() {
        return arn + " (account " + account + ", region " + region + ")";
    }
}
