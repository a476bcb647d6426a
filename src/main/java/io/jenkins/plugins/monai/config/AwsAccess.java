package io.jenkins.plugins.monai.config;

import hudson.model.Run;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * By what way a run reaches AWS. It holds ids and no secrets, so a running build may keep it: credentials are looked up
 * when they are needed, and again after a restart. Immutable.
 */
public final class AwsAccess implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final String credentialsId;
    private final String roleArn;
    private final String externalId;
    private final Endpoints endpoints;

    /**
     * @param credentialsId null for the controller's own identity
     * @param roleArn the role that is assumed with the credentials; null for none
     * @param externalId null for none
     */
    public AwsAccess(String region, String credentialsId, String roleArn, String externalId, Endpoints endpoints) {
        this.region = Objects.requireNonNull(region, "region");
        this.credentialsId = credentialsId;
        this.roleArn = roleArn;
        this.externalId = externalId;
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
    }

    public String region() {
        return region;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * @return to be closed by the caller
     * @throws OperationException the run may use no such credentials
     */
    public AwsClients open(Run<?, ?> run) throws OperationException {
        return new SdkAwsClients(
                region, JenkinsAwsCredentials.find(credentialsId, run), endpoints, JenkinsProxy.forAws(), List.of());
    }
}
