package io.jenkins.plugins.monai.config;

import hudson.model.Run;
import hudson.util.Secret;
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
 * By what way a run reaches AWS. It holds ids and nothing secret in clear text, so a running build may keep it: credentials are looked up
 * when they are needed, and again after a restart. Immutable.
 */
public final class AwsAccess implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String CONNECTION_CHECK = "jenkins-connection-check";

    private static final String REAPER = "jenkins-reaper";

    private final String region;
    private final String credentialsId;
    private final String roleArn;
    /** Encrypted with this controller's key: it is written into the program of a Pipeline. */
    private final String sealedExternalId;

    private final boolean granted;
    private final Endpoints endpoints;

    private AwsAccess(
            String region,
            String credentialsId,
            String roleArn,
            String sealedExternalId,
            boolean granted,
            Endpoints endpoints) {
        this.region = Objects.requireNonNull(region, "region");
        this.credentialsId = credentialsId;
        this.roleArn = roleArn;
        this.sealedExternalId = sealedExternalId;
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
     * controller's own identity, and a role to assume with either. They go to the profile's own endpoints alone. {@link
     * AwsProfile#none()} gives access to nothing.
     *
     * @throws IllegalArgumentException an endpoint of the profile is no URL
     */
    public static AwsAccess ofProfile(String region, AwsProfile profile) {
        return new AwsAccess(
                region,
                profile.getCredentialsId(),
                profile.getRoleArn(),
                sealed(profile.getExternalId()),
                profile.getName() != null,
                Endpoints.of(EndpointOverride.toMap(profile.getEndpoints())));
    }

    private static String sealed(String externalId) {
        return externalId == null ? null : Secret.fromString(externalId).getEncryptedValue();
    }

    /** @throws OperationException the controller's key is another one by now */
    private String externalId() throws OperationException {
        if (sealedExternalId == null) {
            return null;
        }
        Secret opened = Secret.decrypt(sealedExternalId);
        if (opened == null) {
            throw new OperationException(
                    "The external id of the AWS profile, which this run has kept, cannot be decrypted",
                    "Start the build again: the secret key of this Jenkins has changed since it began");
        }
        return opened.getPlainText();
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

    /**
     * For looking after what runs have left, when no build asks any longer.
     *
     * @param job the full name of a job that used it, by which credentials of a folder are found; null for none
     * @return to be closed by the caller
     * @throws OperationException there are no such credentials
     */
    public AwsClients openAfter(String job) throws OperationException {
        return open(credentials(JenkinsAwsCredentials.ofJob(job, granted)), REAPER, credentials -> {});
    }

    /** Whether it is the same way, so far as that can be told of what is encrypted. */
    public boolean isLike(AwsAccess other) {
        return region.equals(other.region)
                && Objects.equals(credentialsId, other.credentialsId)
                && Objects.equals(roleArn, other.roleArn)
                && granted == other.granted
                && endpoints.toMap().equals(other.endpoints.toMap());
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

    private AwsClients open(AwsCredentialsProvider base, String purpose, Consumer<AwsCredentials> seen)
            throws OperationException {
        String externalId = externalId();
        AwsClients clients = clients(new ObservedCredentials(base, seen));
        return roleArn == null
                ? clients
                : clients(new ObservedCredentials(new AssumedRole(clients, roleArn, externalId, purpose), seen));
    }

    private AwsClients clients(AwsCredentialsProvider credentials) {
        return new SdkAwsClients(region, credentials, endpoints, JenkinsProxy.forAws(), List.of());
    }
}
