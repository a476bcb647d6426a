package io.jenkins.plugins.monai.config;

import hudson.model.Run;
import io.jenkins.plugins.monai.engine.aws.AssumedRole;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.ObservedCredentials;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * By what way a run reaches AWS. It holds ids and no secrets, so a running build may keep it: credentials are looked up
 * when they are needed, and again after a restart. Immutable.
 */
public final class AwsAccess implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String CONNECTION_CHECK = "jenkins-connection-check";

    private final String region;
    private final String credentialsId;
    private final String roleArn;
    private final String externalId;
    private final boolean granted;
    private final Endpoints endpoints;

    private AwsAccess(
            String region,
            String credentialsId,
            String roleArn,
            String externalId,
            boolean granted,
            Endpoints endpoints) {
        this.region = Objects.requireNonNull(region, "region");
        this.credentialsId = credentialsId;
        this.roleArn = roleArn;
        this.externalId = externalId;
        this.granted = granted;
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
    }

    /** With credentials that the job names itself: it must be allowed to use them. */
    public static AwsAccess withCredentials(String region, String credentialsId, Endpoints endpoints) {
        return new AwsAccess(
                region, Objects.requireNonNull(credentialsId, "credentialsId"), null, null, false, endpoints);
    }

    /**
     * With what an administrator has put into a profile for all jobs: credentials, which may be of scope System, or the
     * controller's own identity, and a role to assume with either. {@link AwsProfile#none()} gives access to nothing.
     */
    public static AwsAccess ofProfile(String region, AwsProfile profile, Endpoints endpoints) {
        return new AwsAccess(
                region,
                profile.getCredentialsId(),
                profile.getRoleArn(),
                profile.getExternalId(),
                profile.getName() != null,
                endpoints);
    }

    public String region() {
        return region;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * @param seen told of the credentials at each use, so that their secrets can be kept out of the log
     * @return to be closed by the caller
     * @throws OperationException the run may use no such credentials
     */
    public AwsClients open(Run<?, ?> run, Consumer<AwsCredentials> seen) throws OperationException {
        String build = run.getParent().getFullName() + "-" + run.getNumber();
        return open(credentials(JenkinsAwsCredentials.ofRun(run, granted)), build, seen);
    }

    /**
     * For an administrator who tries a profile.
     *
     * @return to be closed by the caller
     * @throws OperationException the store of Jenkins has no such credentials
     */
    AwsClients openForCheck() throws OperationException {
        return open(credentials(JenkinsAwsCredentials.ofJenkins()), CONNECTION_CHECK, credentials -> {});
    }

    private AwsCredentialsProvider credentials(JenkinsAwsCredentials.Lookup lookup) throws OperationException {
        if (credentialsId != null) {
            return lookup.find(credentialsId);
        }
        if (granted) {
            return JenkinsAwsCredentials.ofController();
        }
        throw new OperationException(
                "There are no AWS credentials for this job: it names none, and no AWS profile is configured",
                "Name in 'credentialsId' AWS credentials of the Jenkins store, or ask the administrator of this Jenkins"
                        + " to add an AWS profile under Manage Jenkins, System");
    }

    private AwsClients open(AwsCredentialsProvider base, String purpose, Consumer<AwsCredentials> seen) {
        AwsClients clients = clients(new ObservedCredentials(base, seen));
        return roleArn == null
                ? clients
                : clients(new ObservedCredentials(new AssumedRole(clients, roleArn, externalId, purpose), seen));
    }

    private AwsClients clients(AwsCredentialsProvider credentials) {
        return new SdkAwsClients(region, credentials, endpoints, JenkinsProxy.forAws(), List.of());
    }
}
