package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.EnvVars;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Shell;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in freestyle jobs. */
@WithJenkins
class DeployBuilderJenkinsTest {

    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "aws", "AKIDEXAMPLE", "never-in-a-log", null));
        job = jenkins.createFreeStyleProject();
    }

    private static <S extends AwsStep> S at(String endpoint, S step) {
        step.setRegion("eu-west-1");
        step.setCredentialsId("aws");
        step.setEndpoints(Map.of("aws", endpoint));
        return step;
    }

    private static BuildMapStep buildMapAt(ServerSocket server) {
        return at("http://127.0.0.1:" + server.getLocalPort(), new BuildMapStep("app", "team/map"));
    }

    /** What PREFLIGHT reads before it asks AWS. */
    private void application() {
        job.getBuildersList()
                .add(new Shell("mkdir -p app; echo 'print(1)' > app/__main__.py; echo 'application: {title: T, version:"
                        + " 1.0.0, inputFormats: [file], outputFormats: [file]}' > app/app.yaml"));
    }

    @Test
    void theResultsAreVariablesOfTheBuildStepsAfterIt() throws Exception {
        try (EmptyAccount account = new EmptyAccount()) {
            RemoveInferenceStep step = at(account.url(), new RemoveInferenceStep());
            step.setBucket("${HOSPITAL}-imaging");
            step.setFunctionName("ct-$BUILD_NUMBER");
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("HOSPITAL", "other")));
            job.getBuildersList().add(new RemoveInferenceBuilder(step));
            job.getBuildersList()
                    .add(new Shell("echo \"seen: $MONAI_BUCKET $MONAI_FUNCTION_NAME $MONAI_REMOVED $MONAI_REGION\""));
            FreeStyleBuild build = jenkins.assertBuildStatusSuccess(
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("HOSPITAL", "hospital"))));
            jenkins.assertLogContains("seen: hospital-imaging ct-1 0 eu-west-1", build);
            jenkins.assertLogContains("Nothing to remove", build);
            assertEquals("${HOSPITAL}-imaging", step.getBucket());
        }
    }

    @Test
    void aFailureIsOneLineAndCleanedUpAfter() throws Exception {
        application();
        try (ServerSocket closed = loopback()) {
            job.getBuildersList().add(new BuildMapBuilder(buildMapAt(closed)));
        }
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("[monai] CLEANUP done", build);
        jenkins.assertLogContains("ERROR: monaiBuildMap: PREFLIGHT: ", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertNull(build.getAction(OutputVariables.class));
    }

    @Test
    void aMissingParameterIsNamed() throws Exception {
        job.getBuildersList().add(new RemoveInferenceBuilder(at("http://127.0.0.1:9", new RemoveInferenceStep())));
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains(
                "ERROR: monaiRemoveInference: 'bucket' is missing. Name it in the step or in the AWS profile.", build);
    }

    @Test
    void aProfileOfOtherJobsIsRefusedWhateverTheEnvironmentSays() throws Exception {
        AwsProfile clinic = new AwsProfile("clinic");
        clinic.setRegion("eu-west-1");
        clinic.setCredentialsId("aws");
        clinic.setJobs(List.of("clinic/**"));
        MonaiDeployConfiguration.get().setProfiles(List.of(clinic));
        for (String profile : new String[] {null, "clinic"}) {
            WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class);
            pipeline.setDefinition(new CpsFlowDefinition(
                    "node { withEnv(['JOB_NAME=clinic/ct']) { monaiRemoveInference bucket: 'hospital-imaging'"
                            + (profile == null ? "" : ", profile: '" + profile + "'") + " } }",
                    true));
            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, pipeline);
            jenkins.assertLogContains("monaiRemoveInference: The AWS profile 'clinic'", run);
            jenkins.assertLogContains("is not for the job '" + pipeline.getFullName() + "'", run);
            jenkins.assertLogContains("ask the administrator of this Jenkins", run);
        }
    }

    @Test
    void aBuildThatIsStoppedCleansUpAndIsAborted() throws Exception {
        try (ServerSocket silent = loopback()) {
            application();
            job.getBuildersList().add(new BuildMapBuilder(buildMapAt(silent)));
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            silent.accept();
            build.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("[monai] CLEANUP done", build);
        }
    }

    @Test
    void aPipelineTakesTheStepOfTheName() throws Exception {
        try (EmptyAccount account = new EmptyAccount()) {
            WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class);
            pipeline.setDefinition(new CpsFlowDefinition(
                    "node { def out = monaiRemoveInference bucket: '" + EmptyAccount.BUCKET
                            + "', region: 'eu-west-1', credentialsId: 'aws', endpoints: [aws: '" + account.url()
                            + "']; echo \"removed ${out.removed} of ${out.functionName}\" }",
                    true));
            WorkflowRun run = jenkins.buildAndAssertSuccess(pipeline);
            jenkins.assertLogContains("removed 0 of monai-inference", run);
        }
    }

    @Test
    void credentialsAreNotChosenByAVariable() {
        BuildMapStep step = new BuildMapStep("$APP", "monai");
        step.setCredentialsId("$CREDENTIALS");
        step.setTags(List.of("$BUILD_NUMBER", "$$HOME"));
        step.setVolumeGiB(200);
        step.setEndpoints(Map.of("aws", "https://$APP"));
        BuildMapStep expanded = (BuildMapStep) Expansion.of(
                step, new EnvVars("APP", "my_app", "CREDENTIALS", "others", "BUILD_NUMBER", "7", "HOME", "x"));
        assertEquals("my_app", expanded.getApp());
        assertEquals(List.of("7", "$HOME"), expanded.getTags());
        assertEquals(200, expanded.getVolumeGiB());
        assertEquals("$CREDENTIALS", expanded.getCredentialsId());
        assertEquals(Map.of("aws", "https://$APP"), expanded.getEndpoints());
    }

    @Test
    void aSavedJobSendsNothingOfAProfileToAnEndpointOfItsOwn() throws Exception {
        AwsProfile profile = new AwsProfile("clinic");
        profile.setRegion("eu-west-1");
        profile.setCredentialsId("aws");
        MonaiDeployConfiguration.get().setProfiles(List.of(profile));
        try (ServerSocket listening = loopback()) {
            BuildMapStep step = buildMapAt(listening);
            step.setCredentialsId(null);
            job.getBuildersList().add(new BuildMapBuilder(step));
            job.save();
            job.doReload();
            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains(
                    "ERROR: monaiBuildMap: A step's 'endpoints' are for credentials of its own", build);
            listening.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, listening::accept);
        }
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
