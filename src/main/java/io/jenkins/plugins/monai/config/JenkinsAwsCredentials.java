package io.jenkins.plugins.monai.config;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import jenkins.model.Jenkins;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

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

    /** Where credentials are looked for. */
    interface Lookup {

        /** @throws OperationException there are none */
        AwsCredentialsProvider find(String id) throws OperationException;
    }

    /**
     * Those that the run may use, folder scope honoured and the use tracked.
     *
     * @param granted whether an administrator has given the credentials to all jobs: then they may also be those of the
     *     store of Jenkins that jobs cannot use by themselves, of scope System
     */
    static Lookup ofRun(Run<?, ?> run, boolean granted) {
        return id -> {
            AmazonWebServicesCredentials found =
                    CredentialsProvider.findCredentialById(id, AmazonWebServicesCredentials.class, run);
            if (found == null && granted) {
                found = inJenkins(id);
            }
            if (found == null) {
                throw notForJob(id);
            }
            CredentialsProvider.track(run, found);
            return kept(found);
        };
    }

    private static OperationException notForJob(String id) {
        return new OperationException(
                "There are no AWS credentials '" + id + "' that this job may use",
                "Check credentialsId, and that the credentials are of the kind 'AWS Credentials' and in the"
                        + " store of Jenkins or of a folder above the job");
    }

    /**
     * Those that the job's runs may use, when none of them asks any longer.
     *
     * @param job its full name, or that of one that was there: then those of the folder it lay in; null for none
     * @param granted as in {@link #ofRun}
     */
    static Lookup ofJob(String job, boolean granted) {
        if (job == null) {
            return ofJenkins();
        }
        return id -> {
            Item nearest = nearest(job);
            AmazonWebServicesCredentials found = nearest == null
                    ? null
                    : CredentialsProvider.findCredentialByIdInItem(
                            id, AmazonWebServicesCredentials.class, nearest, ACL.SYSTEM2, List.of());
            if (found == null && granted) {
                found = inJenkins(id);
            }
            if (found == null) {
                throw notForJob(id);
            }
            return kept(found);
        };
    }

    private static Item nearest(String job) {
        for (String name = job; name != null; name = parent(name)) {
            Item item = Jenkins.get().getItemByFullName(name, Item.class);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? null : name.substring(0, slash);
    }

    /** Those of the store of Jenkins, for an administrator. */
    static Lookup ofJenkins() {
        return id -> {
            AmazonWebServicesCredentials found = inJenkins(id);
            if (found == null) {
                throw new OperationException(
                        "There are no AWS credentials '" + id + "' in the store of Jenkins",
                        "Add them there; those of a folder can be tried by a job in the folder alone");
            }
            return kept(found);
        };
    }

    /**
     * The controller's own identity: its instance role, its ECS task's or EKS pod's role, or whatever else the default
     * chain of the SDK finds.
     *
     * @return to be closed
     */
    static AwsCredentialsProvider ofController() {
        return DefaultCredentialsProvider.builder().build();
    }

    /** Whether the store of Jenkins itself has such credentials. */
    static boolean isInJenkins(String id) {
        return inJenkins(id) != null;
    }

    private static AmazonWebServicesCredentials inJenkins(String id) {
        return CredentialsProvider.findCredentialByIdInItemGroup(
                id, AmazonWebServicesCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
    }

    private static JenkinsAwsCredentials kept(AmazonWebServicesCredentials credentials) {
        return new JenkinsAwsCredentials(credentials, InstantSource.system());
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
