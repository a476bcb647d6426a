package io.jenkins.plugins.monai.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.BuildDefaults;
import io.jenkins.plugins.monai.config.EndpointOverride;
import io.jenkins.plugins.monai.config.InferenceDefaults;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.lab.ExampleRepository;
import io.jenkins.plugins.monai.lab.HealthImaging;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.Site;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins that is configured for the laboratory as for an account, and a repository with an application. */
final class LabJenkinsSupport implements AutoCloseable {

    private final JenkinsRule jenkins;
    private final Lab lab;
    private final Site site;
    private final String repository;
    private final boolean localCheckout = GitSCM.ALLOW_LOCAL_CHECKOUT;

    LabJenkinsSupport(JenkinsRule jenkins, Lab lab, Path folder) throws Exception {
        this.jenkins = jenkins;
        this.lab = lab;
        this.site = Site.open(lab);
        this.repository = ExampleRepository.make(folder.resolve("repository"));
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        // The laboratory reaches one machine at a time over SSH.
        jenkins.jenkins.setNumExecutors(1);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(
                        CredentialsScope.GLOBAL, "aws", lab.accessKeyId(), lab.secretAccessKey(), null));
        MonaiDeployConfiguration.get().setProfiles(List.of(profile("lab"), profile("inference")));
    }

    private AwsProfile profile(String name) {
        AwsProfile profile = new AwsProfile(name);
        profile.setRegion(lab.region());
        profile.setCredentialsId("aws");
        profile.setEndpoints(site.endpoints().toMap().entrySet().stream()
                .map(e -> new EndpointOverride(e.getKey(), e.getValue()))
                .toList());
        BuildDefaults build = new BuildDefaults();
        build.setBaseImage(lab.baseImage());
        build.setSshUser(lab.sshUser());
        profile.setBuild(build);
        InferenceDefaults inference = new InferenceDefaults();
        inference.setBucket(Site.BUCKET);
        inference.setFunctionRole(Site.FUNCTION_ROLE);
        inference.setInstanceProfile(Site.INSTANCE_PROFILE);
        inference.setHealthImagingDatastore(HealthImaging.DATASTORE);
        inference.setHealthImagingRole(Site.HEALTH_IMAGING_ROLE);
        profile.setInference(inference);
        return profile;
    }

    GitSCM scm() {
        return new GitSCM(repository);
    }

    Path repositoryFolder() {
        return Path.of(URI.create(repository));
    }

    /** What the plugin did in a build, which must have succeeded and left nothing of a run behind. */
    List<OperationRecord> green(WorkflowRun run) throws Exception {
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        // What a script prints of an output that does not exist.
        jenkins.assertLogNotContains(" null", run);
        List<OperationRecord> operations = run.getAction(DeployAction.class).records();
        for (OperationRecord operation : operations) {
            if (!lab.leftRunning(RunIdentity.RUN_TAG, operation.getRunId()).isNothing()) {
                throw new AssertionError(operation.getStep() + " left something behind");
            }
        }
        return operations;
    }

    @Override
    public void close() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = localCheckout;
        site.close();
    }
}
