package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.jenkins.plugins.monai.lab.NeedsLab;
import io.jenkins.plugins.monai.lab.Site;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pipelines of docs/pipelines as they are there, in a configured Jenkins, against the laboratory. */
@WithJenkins
@NeedsLab
class ExamplePipelinesJenkinsTest {

    private JenkinsRule jenkins;
    private Lab lab;
    private Site site;
    private String repository;
    private boolean localCheckout;

    @BeforeEach
    void start(JenkinsRule rule, Lab shared, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = shared;
        site = Site.open(lab);
        repository = ExampleRepository.make(folder.resolve("repository"));
        localCheckout = GitSCM.ALLOW_LOCAL_CHECKOUT;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        // The laboratory reaches one machine at a time over SSH.
        jenkins.jenkins.setNumExecutors(1);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(
                        CredentialsScope.GLOBAL, "aws", lab.accessKeyId(), lab.secretAccessKey(), null));
        MonaiDeployConfiguration.get().setProfiles(List.of(profile()));
    }

    @AfterEach
    void close() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = localCheckout;
        site.close();
    }

    private AwsProfile profile() {
        AwsProfile profile = new AwsProfile("lab");
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

    private WorkflowJob job(String name) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(
                new CpsScmFlowDefinition(new GitSCM(repository), ExampleRepository.PIPELINES + name + ".Jenkinsfile"));
        return job;
    }

    private List<OperationRecord> green(WorkflowRun run) throws Exception {
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        List<OperationRecord> operations = run.getAction(DeployAction.class).getOperations();
        for (OperationRecord operation : operations) {
            assertTrue(
                    lab.leftRunning(RunIdentity.RUN_TAG, operation.getRunId()).isNothing(), operation.getStep());
        }
        return operations;
    }

    private List<OperationRecord> green(String name) throws Exception {
        return green(job(name).scheduleBuild2(0).waitForStart());
    }

    private static List<String> steps(List<OperationRecord> operations) {
        return operations.stream().map(OperationRecord::getStep).toList();
    }

    @Test
    void declarative() throws Exception {
        List<OperationRecord> operations = green("declarative");
        assertEquals(List.of("monaiBuildMap"), steps(operations));
        assertTrue(operations.get(0).getOutputs().get("imageDigest").startsWith("sha256:"));
    }

    @Test
    void matrix() throws Exception {
        List<OperationRecord> operations = green("matrix");
        assertEquals(List.of("monaiBuildMap", "monaiBuildMap"), steps(operations));
        assertEquals(
                2,
                operations.stream()
                        .map(o -> o.getOutputs().get("imageDigest"))
                        .distinct()
                        .count());
    }

    @Test
    void scriptedThenRemoved() throws Exception {
        List<OperationRecord> operations = green("scripted");
        assertEquals(List.of("monaiBuildMap", "monaiConfigureInference"), steps(operations));
        assertEquals(
                operations.get(0).getOutputs().get("imageDigest"),
                operations.get(1).getOutputs().get("imageDigest"));
        assertEquals(List.of("monaiRemoveInference"), steps(green("remove")));
    }

    @Test
    void approvalThenRemoved() throws Exception {
        WorkflowRun run = job("approval").scheduleBuild2(0).waitForStart();
        InputAction inputs = null;
        while (inputs == null || inputs.getExecutions().isEmpty()) {
            assertTrue(run.isBuilding(), () -> "the build ended before it asked");
            Thread.sleep(100);
            inputs = run.getAction(InputAction.class);
        }
        inputs.getExecutions().get(0).proceed(null);
        List<OperationRecord> operations = green(run);
        assertEquals(List.of("monaiBuildMap", "monaiConfigureInference"), steps(operations));
        assertEquals(List.of("monaiRemoveInference"), steps(green("remove")));
    }
}
