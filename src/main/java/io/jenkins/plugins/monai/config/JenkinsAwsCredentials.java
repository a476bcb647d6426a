package io.jenkins.plugins.monai.config;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Run;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * AWS credentials of the Jenkins store. Credentials that assume a role would call AssumeRole at each request, and frozen
 * ones would expire within a long build: they are kept for some minutes and then resolved again.
 */
final class JenkinsAwsCredentials implements AwsCredentialsProvider {

    /** Far below the shortest session of a role, fifteen minutes. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final AwsCredentialsProvider store;
    private final InstantSource clock;
    private AwsCredentials kept;
    private Instant keptUntil = Instant.MIN;

    JenkinsAwsCredentials(AwsCredentialsProvider store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The credentials that the run may use under this id, folder scope honoured and the use tracked.
     *
     * @throws OperationException there are none
     */
    static JenkinsAwsCredentials find(String id, Run<?, ?> run) throws OperationException {
        if (id == null) {
            throw new OperationException(
                    "No AWS credentials were named", "Name in 'credentialsId' AWS credentials of the Jenkins store");
        }
        AmazonWebServicesCredentials found =
                CredentialsProvider.findCredentialById(id, AmazonWebServicesCredentials.class, run);
        if (found == null) {
            throw new OperationException(
                    "There are no AWS credentials '" + id + "' that this job may use",
                    "Check credentialsId, and that the credentials are of the kind 'AWS Credentials' and in the store"
                            + " of Jenkins or of a folder above the job");
        }
        CredentialsProvider.track(run, found);
        return new JenkinsAwsCredentials(found, InstantSource.system());
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Instant now = clock.instant();
        if (!now.isBefore(keptUntil)) {
            kept = store.resolveCredentials();
            keptUntil = now.plus(KEPT);
        }
        return kept;
    }
}
